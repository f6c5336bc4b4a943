import { describe, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import { toPacket } from '@/lib/packet/view'
import { axisOf, axisOver, layLane, markAt, marksOf, mostMarks, place, ticksOf } from './lane'

const t0 = Date.parse('2026-03-01T09:00:00.000Z')
const hour = 3_600_000

function packetAfter(events: LedgerEvent[]) {
  const ledger = events.reduce(apply, openLedger(t0, 10))
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r' }
  return toPacket(ledger, { ...identity, createdAt: t0, now: 0 })
}

function chosen(at: number, receiptTimeoutMs: number, provider = 'RouteA'): LedgerEvent {
  return { type: 'routeChosen', at: t0 + at, provider, receiptTimeoutMs, settlingMs: 0 }
}

function accepted(at: number, attempt = 1): LedgerEvent {
  const answer = { kind: 'accepted', status: 202, latencyMs: 0 } as const
  return { type: 'handOverAnswered', at: t0 + at, attempt, answer }
}

function confirmed(at: number, attempt = 1): LedgerEvent {
  const moment = t0 + at
  return { type: 'receiptArrived', at: moment, receivedAt: moment, attempt, delivered: true, reason: null }
}

function silent(at: number, attempt = 1): LedgerEvent {
  return { type: 'deadlinePassed', at: t0 + at, attempt, intakeUp: true, graceMs: 30_000 }
}

describe('the axis', () => {
  test('shows all of a delivery of 40 ms, not the ten seconds it might have taken', () => {
    const axis = axisOf(packetAfter([chosen(5, 10_000), confirmed(45)]), t0 + hour)
    expect(axis.to - axis.from).toBeLessThan(50)
  })

  test('holds a delivery of 23 hours', () => {
    const axis = axisOf(packetAfter([chosen(5, 24 * hour), confirmed(23 * hour)]), t0 + 30 * hour)
    expect(axis.to - axis.from).toBeCloseTo(23 * hour * 1.04, -5)
  })

  test('reaches to the deadline while a receipt is awaited', () => {
    const axis = axisOf(packetAfter([chosen(0, 10_000)]), t0 + 100)
    expect(axis.to).toBeGreaterThan(t0 + 10_000)
  })

  test('holds the events before the submission and after the end', () => {
    const packet = packetAfter([chosen(5, 10_000), confirmed(45)])
    const [first, last] = [t0 - 3, t0 + hour]
    const axis = axisOf(packet, t0, [{ at: first }, { at: last }])
    expect(markAt(axis, first)).toBe(0)
    expect(markAt(axis, last)).not.toBeNull()
  })

  test('never has more ticks than asked for, and begins at zero', () => {
    for (const span of [20, 45, 999, 10_000, 41_000, 600_000, 5 * hour, 23 * hour, 240 * hour]) {
      const ticks = ticksOf(axisOver([t0, t0 + span]))
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThanOrEqual(7)
      expect(ticks[0]).toEqual({ at: 0, label: '0' })
    }
  })
})

describe('marks of many moments', () => {
  const axis = { from: t0, to: t0 + hour }

  test('lie where the moments are, without those out of view', () => {
    expect(marksOf(axis, [t0 - 1, t0, t0 + hour / 4, t0 + hour, t0 + hour + 1])).toEqual([0, 0.25, 1])
  })

  test('are limited in number, however many the moments are', () => {
    const moments = Array.from({ length: 10_001 }, (_, nth) => t0 + (nth * hour) / 10_000)
    expect(marksOf(axis, moments)).toHaveLength(mostMarks)
  })
})

describe('a lane', () => {
  test('fills with time and not beyond the deadline', () => {
    const packet = packetAfter([chosen(0, 10_000), accepted(0)])
    const [attempt] = packet.attempts
    if (attempt === undefined) throw new Error('no attempt')
    const filledAt = (now: number) => {
      const axis = axisOf(packet, t0)
      return layLane(attempt, axis, t0 + now, true).filled.to / place(axis, t0 + 10_000)
    }
    expect(filledAt(2_500)).toBeCloseTo(0.25)
    expect(filledAt(60_000)).toBeCloseTo(1)
  })

  test('is empty before the hand-over, and when there never was one', () => {
    const waiting = packetAfter([chosen(0, 10_000)])
    const canceled = packetAfter([
      chosen(0, 10_000),
      {
        type: 'canceled',
        at: t0 + 30_000,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      },
      {
        type: 'handOverAnswered',
        at: t0 + 30_500,
        attempt: 1,
        answer: { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false },
      },
    ])
    for (const packet of [waiting, canceled]) {
      const [attempt] = packet.attempts
      if (attempt === undefined) throw new Error('no attempt')
      const { start, filled, deadline } = layLane(attempt, axisOf(packet, t0 + 60_000), t0 + 60_000, true)
      expect(filled).toEqual({ from: start, to: start })
      if (packet === canceled) expect(deadline).toBeNull()
    }
  })

  test('shows a late receipt after the deadline', () => {
    const packet = packetAfter([
      chosen(0, 10_000),
      accepted(0),
      silent(10_001),
      chosen(10_050, 10_000, 'RouteB'),
      confirmed(13_000),
    ])
    const [attempt] = packet.attempts
    if (attempt === undefined) throw new Error('no attempt')
    const lane = layLane(attempt, axisOf(packet, t0), t0, false)
    expect(attempt.late).toBe(true)
    expect(lane.deadline).not.toBeNull()
    expect(lane.receipt).toBeGreaterThan(lane.deadline ?? 1)
    expect(lane.late).toEqual({ from: lane.filled.to, to: lane.receipt })
  })

  test('goes on while a silent provider may still confirm, and ends once its receipts are no longer taken', () => {
    const packet = packetAfter([chosen(0, 10_000), silent(10_001), chosen(10_050, 10_000, 'RouteB')])
    const [attempt] = packet.attempts
    if (attempt === undefined) throw new Error('no attempt')
    const axis = axisOf(packet, t0 + 11_000)
    expect(layLane(attempt, axis, t0 + 11_000, true).late?.to).toBe(1)
    expect(layLane(attempt, axis, t0 + 11_000, false).late).toBeNull()
  })

  test('has no deadline while an outage of ours delays the hand-over', () => {
    const answer = {
      kind: 'outage',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived: false,
    } as const
    const packet = packetAfter([
      chosen(0, 10_000),
      { type: 'handOverAnswered', at: t0 + 40, attempt: 1, answer },
    ])
    const [attempt] = packet.attempts
    if (attempt === undefined) throw new Error('no attempt')
    const lane = layLane(attempt, axisOf(packet, t0 + 3_000), t0 + 3_000, true)
    expect(lane).toMatchObject({ deadline: null, filled: { from: lane.start, to: lane.start } })
  })

  test('does not show a deadline that lies beyond the end of the axis', () => {
    const packet = packetAfter([chosen(5, 10_000), confirmed(45)])
    const [attempt] = packet.attempts
    if (attempt === undefined) throw new Error('no attempt')
    const lane = layLane(attempt, axisOf(packet, t0), t0, false)
    expect(lane.deadline).toBeNull()
    expect(lane.track.to).toBe(1)
    expect(lane.receipt).toBeLessThan(1)
  })
})
