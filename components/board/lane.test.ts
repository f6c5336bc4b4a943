import { expect, test } from 'vitest'
import { axisAt } from './axis'
import { layLane } from './lane'
import { at, attempt, boardPacket } from './test-support/board-packet'

/** Ten pixels a second, with now at x = 420. */
const axis = axisAt(at, 60_000, 600)
const dayAxis = axisAt(at, 24 * 3_600_000, 600)

test('a waiting packet has its look-up, the time passed, the whole wait and the deadline', () => {
  expect(layLane(boardPacket('a'), axis)).toEqual({
    threads: [{ x: 370, width: 10 }],
    bars: [
      { is: 'track', x: 380, width: 100, tone: 'idle' },
      { is: 'had', x: 380, width: 40, tone: 'wait' },
    ],
    deadlines: [480],
    stops: [
      expect.objectContaining({ x: 420, progress: 0.4, look: expect.objectContaining({ shape: 'filling' }) }),
    ],
    before: false,
    after: false,
  })
})

test('a fail-over shows how the first attempt ended, and the next attempt from there on', () => {
  const silent = attempt({
    outcome: 'TIMED_OUT',
    transmittedAt: at - 14_000,
    deadline: at - 4_000,
    endedAt: at - 4_000,
  })
  const lane = layLane(
    boardPacket('a', {
      begunAt: at - 14_000,
      attempts: [silent, attempt({ number: 2, provider: 'RouteB' })],
    }),
    axis,
  )
  expect(lane.bars.filter(({ is }) => is === 'had').map(({ x, width, tone }) => [x, width, tone])).toEqual([
    [280, 100, 'silent'],
    [380, 40, 'wait'],
  ])
  expect(lane.stops.map(({ x, look }) => [x, look.shape])).toEqual([
    [380, 'clock'],
    [420, 'filling'],
  ])
})

test('a receipt is drawn at its arrival, a late one after the deadline', () => {
  const confirmed = attempt({ outcome: 'ACKNOWLEDGED', receivedAt: at - 2_000, endedAt: at - 1_900 })
  const delivered = { status: 'DELIVERED', endedAt: at - 1_900 } as const
  const lane = layLane(boardPacket('a', { ...delivered, attempts: [confirmed] }), axis)
  expect(lane.stops.map(({ x, look }) => [x, look.shape])).toEqual([[400, 'tick']])
  expect(lane.deadlines).toEqual([])

  const late = attempt({
    outcome: 'ACKNOWLEDGED',
    late: true,
    deadline: at - 3_000,
    endedAt: at - 3_000,
    receivedAt: at - 1_000,
  })
  const corrected = layLane(boardPacket('b', { ...delivered, attempts: [late] }), axis)
  expect(corrected.bars).toEqual([{ is: 'had', x: 380, width: 10, tone: 'good' }])
  expect(corrected.threads.at(-1)).toEqual({ x: 390, width: 20 })
  expect(corrected.stops.map(({ x }) => x)).toEqual([410])
})

test('draws no deadline while the provider does not have the packet', () => {
  for (const handOver of ['SENDING', 'FAILED', 'WITHDRAWN'] as const) {
    const lane = layLane(boardPacket('a', { attempts: [attempt({ handOver })] }), axis)
    expect([lane.bars, lane.deadlines, lane.after]).toEqual([[], [], false])
    expect(lane.stops.map(({ x }) => x)).toEqual([420])
  }
})

test('grace after an outage extends the bar and the deadline', () => {
  const lane = layLane(boardPacket('a', { attempts: [attempt({ graceUntil: at + 12_000 })] }), axis)
  expect(lane.bars[1]).toEqual({ is: 'grace', x: 480, width: 60, tone: 'silent' })
  expect(lane.deadlines).toEqual([540])
})

test('cuts off what lies beyond the axis, and marks that there is more', () => {
  const long = attempt({ transmittedAt: at - 23 * 3_600_000, deadline: at + 3_600_000 })
  const lane = layLane(boardPacket('a', { begunAt: at - 23 * 3_600_000, attempts: [long] }), axis)
  expect(lane).toMatchObject({ before: true, after: true, deadlines: [] })
  expect(lane.bars).toEqual([
    { is: 'track', x: 0, width: 600, tone: 'idle' },
    { is: 'had', x: 0, width: 420, tone: 'wait' },
  ])
  // On the axis of a day all of this packet is in view.
  expect(layLane(boardPacket('a', { begunAt: at - 3_600_000 }), dayAxis)).toMatchObject({
    before: false,
    after: false,
  })
})

test('a delivery of 40 ms is still visible on an axis of a day', () => {
  const quick = attempt({ outcome: 'ACKNOWLEDGED', transmittedAt: at - 40, receivedAt: at, endedAt: at })
  const lane = layLane(
    boardPacket('a', { status: 'DELIVERED', begunAt: at - 41, endedAt: at, attempts: [quick] }),
    dayAxis,
  )
  expect(lane.bars[0]?.width).toBe(2)
  expect(lane.stops).toHaveLength(1)
})

test('routing, stuck and undelivered packets have shapes of their own', () => {
  const shapesOf = (change: Parameters<typeof boardPacket>[1]) =>
    layLane(boardPacket('a', change), axis).stops.map(({ look }) => look.shape)
  expect(shapesOf({ status: 'ROUTING', attempts: [] })).toEqual(['dotted'])
  expect(shapesOf({ status: 'ROUTING', attempts: [], stuck: true })).toEqual(['alarm'])
  expect(shapesOf({ stuck: true })).toEqual(['alarm'])
  const refused = attempt({ outcome: 'REFUSED', receivedAt: at - 1_000, endedAt: at - 1_000 })
  expect(shapesOf({ status: 'EXHAUSTED', endedAt: at - 1_000, attempts: [refused] })).toEqual([
    'minus',
    'spent',
  ])
})
