import { expect, test } from 'vitest'
import { axisAt, spans, ticksOf, xOf } from './axis'

const noon = Date.UTC(2026, 0, 1, 12)
const minute = 60_000

test('the window shows mostly the past, and some of the future', () => {
  const axis = axisAt(noon, minute, 1_000)
  expect(axis).toMatchObject({ from: noon - 42_000, to: noon + 18_000 })
  expect(xOf(axis, noon)).toBe(700)
  expect(xOf(axis, noon + minute)).toBe(1_700)
})

test("ticks are at round times of the viewer's clock, and at least the given gap apart", () => {
  const { stepMs, ticks } = ticksOf(axisAt(noon, spans['1m'].ms, 900), 0, 96)
  expect(stepMs).toBe(10_000)
  expect(ticks.map(({ at }) => (at - noon) / 1_000)).toEqual([-40, -30, -20, -10, 0, 10])
  const half = 5.5 * 60 * minute
  const days = ticksOf(axisAt(noon, spans['24h'].ms, 300), half, 96)
  expect(days.stepMs).toBe(12 * 60 * minute)
  expect(days.ticks.map(({ at }) => (at + half) % days.stepMs)).toEqual([0, 0])
})
