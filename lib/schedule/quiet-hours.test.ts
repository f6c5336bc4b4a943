import { expect, test } from 'vitest'
import { quietUntil } from './quiet-hours'

const berlin = { prefix: '+49', timeZone: 'Europe/Berlin', from: '22:00', to: '07:00' }
const siesta = { prefix: '+4930', timeZone: 'Europe/Berlin', from: '13:00', to: '15:00' }

function until(destination: string, at: string): string | null {
  const end = quietUntil([berlin, siesta], destination, Date.parse(at))
  return end === null ? null : new Date(end).toISOString()
}

test.each([
  ['before they begin', '+49170', '2026-11-28T20:59:59Z', null],
  ['as they begin', '+49170', '2026-11-28T21:00:00Z', '2026-11-29T06:00:00.000Z'],
  ['after midnight', '+49170', '2026-11-29T02:00:00Z', '2026-11-29T06:00:00.000Z'],
  ['as they end', '+49170', '2026-11-29T06:00:00Z', null],
  ['elsewhere', '+43170', '2026-11-29T02:00:00Z', null],
  ['by the longer prefix alone', '+493017', '2026-11-29T02:00:00Z', null],
  ['on one day', '+493017', '2026-11-29T12:30:00Z', '2026-11-29T14:00:00.000Z'],
  ['in a night that is shorter', '+49170', '2027-03-27T22:00:00Z', '2027-03-28T05:00:00.000Z'],
  ['in a night that is longer', '+49170', '2027-10-30T21:00:00Z', '2027-10-31T06:00:00.000Z'],
] as const)('quiet hours %s', (_, destination, at, end) => {
  expect(until(destination, at)).toBe(end)
})
