import { expect, test } from 'vitest'
import { clockTicksOf, shortestSpanMs } from './lane'
import { firstView, panned, showing, viewOver, zoomed } from './zoom'

const t0 = Date.parse('2026-03-01T09:00:00.000Z')
const hour = 3_600_000
const day = { from: t0, to: t0 + 23 * hour }
const spanOf = ({ from, to }: { from: number; to: number }) => to - from

test('zooming keeps the given moment at its position', () => {
  const moment = t0 + 4 * hour
  const view = zoomed(day, day, 0.5, moment)
  expect(view && spanOf(view)).toBeCloseTo(11.5 * hour)
  const share = (axis: { from: number; to: number }) => (moment - axis.from) / spanOf(axis)
  expect(view && share(view)).toBeCloseTo(share(day))
})

test('23 hours can be zoomed to 40 ms, and no further than the shortest span', () => {
  let view = day
  for (let times = 0; times < 60; times++) view = zoomed(view, day, 0.5, t0 + 40) ?? day
  expect(spanOf(view)).toBeCloseTo(shortestSpanMs)
  expect(view.from).toBeLessThanOrEqual(t0 + 40)
  expect(view.to).toBeGreaterThanOrEqual(t0 + 40)
})

test('zooming out ends with the whole', () => {
  const view = { from: t0 + hour, to: t0 + 13 * hour }
  expect(zoomed(view, day, 2, t0 + 2 * hour)).toBeNull()
})

test('a view never extends beyond the whole', () => {
  const view = { from: t0 + hour, to: t0 + 3 * hour }
  expect(panned(view, day, -2)).toEqual({ from: t0, to: t0 + 2 * hour })
  expect(panned(view, day, 100)).toEqual({ from: t0 + 21 * hour, to: t0 + 23 * hour })
  expect(zoomed(view, day, 4, t0 + 3 * hour)).toEqual({ from: t0, to: t0 + 8 * hour })
})

test('the view moves to an event outside of it, and otherwise stays', () => {
  const view = { from: t0, to: t0 + 2 * hour }
  expect(showing(view, day, t0 + hour)).toBe(view)
  expect(showing(view, day, t0 + 10 * hour)).toEqual({ from: t0 + 9 * hour, to: t0 + 11 * hour })
})

test('zooming to an attempt leaves a little room around it', () => {
  const view = viewOver([t0 + hour, t0 + hour + 40], day)
  expect(view.from).toBeLessThan(t0 + hour)
  expect(view.to).toBeGreaterThan(t0 + hour + 40)
  expect(spanOf(view)).toBeLessThan(60)
})

test('ticks of a partial view show clock times, more exact on a shorter view', () => {
  const labels = (from: number, span: number) =>
    clockTicksOf({ from: t0 + from, to: t0 + from + span }, 0).map(({ label }) => label)
  expect(labels(500, 40)).toEqual([
    '09:00:00.500',
    '09:00:00.510',
    '09:00:00.520',
    '09:00:00.530',
    '09:00:00.540',
  ])
  expect(labels(0, 10_000)).toContain('09:00:05')
  expect(labels(0, 4 * hour)).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00'])
  expect(labels(1, 24 * 20 * hour).length).toBeLessThanOrEqual(5)
})

test('at first the whole is in view, or the delivery if an action long after it would leave it too small', () => {
  const delivery = { from: t0, to: t0 + 10_000 }
  expect(firstView(delivery, { from: t0, to: t0 + 100_000 })).toBeNull()
  expect(firstView(delivery, day)).toEqual(delivery)
})
