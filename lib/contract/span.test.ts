import { expect, test } from 'vitest'
import { auditQuery } from './audit'
import { bulkChoice } from './bulk-action'
import { packetFilter, packetListQuery } from './packet-list'
import { isTimeZone, onDay, spanOf, withinShape } from './span'

const at = (iso: string) => Date.parse(iso)
const told = (within: string, zone: string, now: string) => {
  const { from, to } = spanOf(within, zone, at(now))
  return [new Date(from).toISOString(), to === null ? null : new Date(to).toISOString()]
}

test.each([
  ['1h', 'UTC', '2026-01-14T12:30:00Z', '2026-01-14T11:30:00.000Z', null],
  ['today', 'Europe/Berlin', '2026-01-14T23:30:00Z', '2026-01-14T23:00:00.000Z', null],
  [
    'yesterday',
    'Europe/Berlin',
    '2026-01-14T12:30:00Z',
    '2026-01-12T23:00:00.000Z',
    '2026-01-13T23:00:00.000Z',
  ],
  // The day on which the clocks go forward has 23 hours.
  [
    'yesterday',
    'Europe/Berlin',
    '2026-03-30T10:00:00Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  ['week', 'America/New_York', '2026-11-01T12:00:00Z', '2026-10-26T04:00:00.000Z', null],
  ['week', 'UTC', '2026-01-12T00:00:00Z', '2026-01-12T00:00:00.000Z', null],
  // Midnight was skipped there that day.
  ['today', 'America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', null],
])('%s in %s at %s', (within, zone, now, from, to) => {
  expect(withinShape.test(within)).toBe(true)
  expect(told(within, zone, now)).toEqual([from, to])
})

test('a time that occurs twice means the first of the two', () => {
  expect(onDay({ year: 2026, month: 10, day: 25 }, 'Europe/Berlin', 2, 30)).toBe(at('2026-10-25T00:30:00Z'))
})

test('only a known name is a time zone', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('Mars/Phobos')).toBe(false)
})

test.each([
  ['from', 'to'],
  ['activeFrom', 'activeTo'],
])(
  'every filter refuses a span that ends before it begins, and takes one that ends when it begins: %s, %s',
  (from, to) => {
    const span = (end: string) => ({ [from]: '2026-01-02T00:00:00Z', [to]: end })
    const filters = [packetFilter, packetListQuery, ...(from === 'from' ? [auditQuery] : [])]
    for (const filter of filters) {
      expect(filter.safeParse(span('2026-01-01T23:59:59Z')).error?.issues).toMatchObject([{ path: [to] }])
      expect(filter.safeParse(span('2026-01-02T00:00:00Z')).success).toBe(true)
    }
    const bulk = bulkChoice.safeParse({ action: 'cancel', filter: span('2026-01-01T23:59:59Z') })
    expect(bulk.error?.issues).toMatchObject([{ path: ['filter', to] }])
  },
)
