import { expect, test } from 'vitest'
import type { Overview } from '@/lib/contract/overview'
import { beginText, figuresOf, partsOf, rateText } from './overview-words'

const counts = { DELIVERED: 9, NO_ROUTE: 0, EXHAUSTED: 1, EXPIRED: 0, FAILED: 0, CANCELED: 0 }
const overview: Overview = {
  window: '1h',
  since: '2026-01-01T11:00:00.000Z',
  until: '2026-01-01T12:00:30.000Z',
  stepMs: 60_000,
  endings: [],
  counts,
  ended: 10,
  deliveredByFirst: 7,
  failedOver: 2,
  refusedReceipts: [],
  providers: [],
  findings: [],
}

test('shares are of all packets that have ended', () => {
  expect(figuresOf(overview).map(({ name, value, about }) => [name, value, about])).toEqual([
    ['Ended', '10 packets', null],
    ['Delivered', '90 %', '9 packets'],
    ['By the first provider', '70 %', '7 packets'],
    ['Failed over', '20 %', '2 packets'],
  ])
})

test('shows no shares if no packet has ended', () => {
  const none = {
    ...overview,
    ended: 0,
    deliveredByFirst: 0,
    failedOver: 0,
    refusedReceipts: [],
    counts: { ...counts, DELIVERED: 0, EXHAUSTED: 0 },
  }
  expect(figuresOf(none).map(({ value }) => value)).toEqual(['0 packets', '–', '–', '–'])
})

const hour = 3_600_000

test.each([
  ['a minute', 60_000, 30_000, [9, 18]],
  ['an hour', hour, 20 * 60_000, [0.15, 0.45]],
  ['six hours', 6 * hour, 3 * hour, [9 / 360, 9 / 180]],
])(
  'of intervals as long as %s, the current one is divided by the time that has passed of it',
  (_, stepMs, passedMs, rates) => {
    const begun = Date.parse(overview.since)
    const from = (nth: number) => new Date(begun + nth * stepMs).toISOString()
    const until = new Date(begun + stepMs + passedMs).toISOString()
    const endings = [0, 1].map((nth) => ({ from: from(nth), counts }))
    const parts = partsOf({ ...overview, stepMs, until, endings })
    expect(parts.map(({ perMinute }) => perMinute.DELIVERED)).toEqual(rates)
    expect(parts.map(({ goesOn, counts: { DELIVERED } }) => [goesOn, DELIVERED])).toEqual([
      [false, 9],
      [true, 9],
    ])
  },
)

test('a packet that ends in the first moment of an interval does not look like hundreds a minute', () => {
  const endings = [{ from: overview.since, counts: { ...counts, DELIVERED: 1 } }]
  const until = new Date(Date.parse(overview.since) + 200).toISOString()
  expect(partsOf({ ...overview, until, endings })[0]?.perMinute.DELIVERED).toBe(6)
})

test.each([
  [0, '0'],
  [0.02, '<0.1'],
  [0.15, '0.2'],
  [1234, '1,234'],
])('%d packets a minute read "%s"', (rate, text) => {
  expect(rateText(rate)).toBe(text)
})

test("a window's beginning includes the day, except for a window of one hour", () => {
  expect(beginText(overview)).toMatch(/^\d\d:\d\d$/)
  expect(beginText({ ...overview, window: '24h' })).toMatch(/^\w{3},? \d Jan, \d\d:\d\d$/)
  expect(beginText({ ...overview, window: '7d' })).toMatch(/^\w{3},? \d Jan, \d\d:\d\d$/)
})
