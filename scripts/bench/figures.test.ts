import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile, spreadOf } from './figures'

test('a quantile is one of the values, with the given share of the values at or below it', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(quantile(hundred, 0.95)).toBe(95)
  expect(spreadOf(hundred)).toEqual({ p50: 50, p95: 95 })
  expect(quantile([7], 0.95)).toBe(7)
  expect(() => quantile([], 0.5)).toThrow('Nothing was measured.')
})

test('the median is the middle value, or lies between the middle two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('at least half of the values are at or below the median, and at least half at or above it', () => {
  const values = fc.array(fc.integer(), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, (all) => {
      const middle = median(all)
      expect(all.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(all.length)
      expect(all.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(all.length)
    }),
  )
})
