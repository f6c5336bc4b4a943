import { expect, it } from 'vitest'
import { type BreakerCount, count, reasonToTrip } from './breaker-count'

function counted(outcomes: string, everyMs = 100): BreakerCount {
  return [...outcomes].reduce<BreakerCount>(
    (known, outcome, index) => count(known, index * everyMs, outcome === 'x'),
    [],
  )
}

it.each([
  ['xxxx', 'four failures are too few'],
  ['xxxxx......', 'most went well'],
  ['', 'nothing was handed over'],
])('stays closed after %j: %s', (outcomes) => {
  expect(reasonToTrip(counted(outcomes))).toBeNull()
})

it.each([
  ['xxxxx', '5 of the last 5 hand-overs failed'],
  ['.....xxxxx', '5 of the last 10 hand-overs failed'],
  [`${'.'.repeat(30)}${'x'.repeat(10)}`, '10 of the last 20 hand-overs failed'],
])('opens after %j', (outcomes, reason) => {
  expect(reasonToTrip(counted(outcomes))).toBe(reason)
})

it('forgets outcomes after a minute', () => {
  expect(reasonToTrip(counted('xxxxx', 15_000))).toBeNull()
})
