import { expect, test } from 'vitest'
import { growthOf } from './backlog'

test('a backlog that becomes larger every minute grows', () => {
  expect(growthOf([100, 150, 210, 260, 330, 400])).toEqual({ unended: 400, more: 300, overMs: 300_000 })
  expect(growthOf([10_001, 25_000, 40_000, 60_000, 80_000, 100_000])).toMatchObject({ more: 89_999 })
  expect(growthOf([7, 0, 100, 150, 210, 200, 330, 400])).toMatchObject({ more: 300 })
})

test.each([
  ['nothing is known of the minutes before', [0, 500]],
  ['a large batch came at once and is delivered', [0, 20_000, 18_000, 15_000, 12_000, 9_000]],
  ['it only goes up and down', [300, 360, 290, 370, 300, 380]],
  ['it has grown by little', [10, 12, 20, 25, 30, 40]],
  ['it stays large', [40_000, 40_000, 40_000, 40_000, 40_000, 40_000]],
])('the backlog does not grow if %s', (_, counts) => {
  expect(growthOf(counts)).toBeNull()
})
