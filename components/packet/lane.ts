/** A packet's time axis, linear so that lengths can be compared, and the positions of each attempt's parts on it. */

import { isBeingHandedOver, isHeldBack } from '@/components/route/attempt-words'
import { formatDuration } from '@/lib/packet/duration'
import type { Attempt, Packet } from '@/lib/packet/packet'
import type { TimelineEvent } from './timeline'

/** Both ends in milliseconds since the epoch; `to` is later than `from`. */
export interface Axis {
  readonly from: number
  readonly to: number
}

export interface Tick {
  /** Place on the axis, 0 to 1. */
  readonly at: number
  /** Time since the axis began. */
  readonly label: string
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12, 24, 48].map((count) => count * hour),
]

export const shortestSpanMs = 20
/** Extra room at the end, for a mark at the last moment. */
const margin = 0.04

/** An axis that holds all these moments. */
export function axisOver(moments: readonly number[]): Axis {
  const from = Math.min(...moments)
  const span = Math.max(shortestSpanMs, Math.max(...moments) - from)
  return { from, to: from + span * (1 + margin) }
}

/** The position of a moment on the axis, 0 to 1; clamped to the ends. */
export function place(axis: Axis, moment: number): number {
  const share = (moment - axis.from) / (axis.to - axis.from)
  return Math.min(1, Math.max(0, share))
}

/** The position of a mark; null if the moment is not on the axis. */
export function markAt(axis: Axis, moment: number): number | null {
  return moment < axis.from || moment > axis.to ? null : place(axis, moment)
}

/** Marks of one lane that are drawn at most. */
export const mostMarks = 400

/** Positions of the marks of many moments: at most one in each of `mostMarks` equal parts of the axis. */
export function marksOf(axis: Axis, moments: readonly number[]): number[] {
  const parts = new Map<number, number>()
  for (const moment of moments) {
    const at = markAt(axis, moment)
    if (at !== null) parts.set(Math.min(mostMarks - 1, Math.floor(at * mostMarks)), at)
  }
  return [...parts.values()]
}

/** Ticks at round times since the axis began: zero, and at most `most` more. */
export function ticksOf(axis: Axis, most = 6): Tick[] {
  const span = axis.to - axis.from
  const step = stepFor(span, most)
  const count = Math.floor(span / step)
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index * step) / span,
    label: index === 0 ? '0' : formatDuration(index * step),
  }))
}

/**
 * Ticks at round times of a clock, finer on a shorter axis.
 *
 * @param zoneMs how far that clock is ahead of UTC
 */
export function clockTicksOf(axis: Axis, zoneMs: number, most = 4): Tick[] {
  const span = axis.to - axis.from
  const step = stepFor(span, most)
  const first = Math.ceil((axis.from + zoneMs) / step) * step - zoneMs
  const count = Math.max(0, Math.floor((axis.to - first) / step) + 1)
  return Array.from({ length: count }, (_, index) => ({
    at: (first + index * step - axis.from) / span,
    label: clockLabel(first + index * step + zoneMs, step),
  }))
}

/** "10:42", "10:42:07", "10:42:07.120" */
function clockLabel(moment: number, step: number): string {
  const digits = step >= minute ? 5 : step >= second ? 8 : 12
  return new Date(moment).toISOString().slice(11, 11 + digits)
}

function stepFor(span: number, most: number): number {
  return steps.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / hour) * hour
}

export interface Stretch {
  /** Positions on the axis, 0 to 1. */
  readonly from: number
  readonly to: number
}

/** A mark is null if it does not lie on the axis. */
export interface Lane {
  readonly start: number | null
  /** From the hand-over to the provider's answer; null while that is unknown. */
  readonly handOver: Stretch | null
  /** The time from hand-over to deadline. */
  readonly track: Stretch
  /** The time it has had until now, or until the attempt ended. */
  readonly filled: Stretch
  /** Time added after an outage of ours. */
  readonly grace: Stretch | null
  readonly deadline: number | null
  readonly receipt: number | null
  /** From the end of the wait to a later receipt, or to the end of the axis while one may still come. */
  readonly late: Stretch | null
  readonly end: number | null
}

/**
 * For an ended packet the axis covers only what happened; for a running one also the time left.
 *
 * @param events the packet's timeline, in the order of time: receipts and operators' actions can come after its end
 */
export function axisOf(packet: Packet, now: number, events: readonly Pick<TimelineEvent, 'at'>[] = []): Axis {
  const moments = [packet.createdAt, packet.endedAt].flatMap(parse)
  moments.push(...packet.attempts.flatMap(momentsOf))
  // There may be thousands of events, so only the outermost are compared.
  moments.push(...[events[0], events.at(-1)].flatMap((event) => event?.at ?? []))
  if (packet.endedAt === null) moments.push(now)
  return axisOver(moments)
}

/** `listening`: receipts are still taken for this packet. */
export function layLane(attempt: Attempt, axis: Axis, now: number, listening: boolean): Lane {
  if (isHeldBack(attempt) || attempt.handOver.state === 'WITHDRAWN') return laneBeforeHandOver(attempt, axis)
  const start = Date.parse(attempt.transmittedAt)
  const end = attempt.endedAt === null ? null : Date.parse(attempt.endedAt)
  const deadline = Date.parse(attempt.deadline)
  const at = (moment: number) => place(axis, moment)
  const received = attempt.receipt === null ? null : Date.parse(attempt.receipt.receivedAt)
  const mayCome = listening && end !== null && !attempt.settled
  const lateUntil = received ?? (mayCome ? axis.to : null)
  const filledTo = filledUntil(attempt, now)
  return {
    start: markAt(axis, start),
    handOver:
      attempt.handOver.latencyMs === null ? null : stretch(at, start, start + attempt.handOver.latencyMs),
    track: stretch(at, start, deadline),
    filled: stretch(at, start, filledTo),
    grace: attempt.graceUntil === null ? null : stretch(at, deadline, Date.parse(attempt.graceUntil)),
    // Until the hand-over is answered, the provider's time has not begun and the deadline moves.
    deadline: isBeingHandedOver(attempt) ? null : markAt(axis, deadline),
    receipt: received === null ? null : markAt(axis, received),
    late: lateUntil === null || lateUntil <= filledTo ? null : stretch(at, filledTo, lateUntil),
    end: end === null ? null : markAt(axis, end),
  }
}

/** The provider's time runs from the hand-over until the attempt ends, a receipt comes or the time is up. */
function filledUntil(attempt: Attempt, now: number): number {
  const start = Date.parse(attempt.transmittedAt)
  if (isBeingHandedOver(attempt)) return start
  const stops = [attempt.endedAt, attempt.receipt?.receivedAt].flatMap(parse)
  return Math.max(start, Math.min(...(stops.length === 0 ? [now] : stops), untilOf(attempt)))
}

/** The provider does not have the packet yet, or never had it, so no deadline runs. */
function laneBeforeHandOver({ transmittedAt, endedAt }: Attempt, axis: Axis): Lane {
  const begun = Date.parse(transmittedAt)
  const start = markAt(axis, begun)
  const end = endedAt === null ? null : markAt(axis, Date.parse(endedAt))
  const nothing = { from: place(axis, begun), to: place(axis, begun) }
  const none = { handOver: null, grace: null, deadline: null, receipt: null, late: null }
  return { start, track: nothing, filled: nothing, ...none, end }
}

/** All known moments of an attempt; the timeline zooms to them. */
export function momentsOf(attempt: Attempt): number[] {
  const { transmittedAt, endedAt, receipt, outcome } = attempt
  const due = outcome === 'PENDING' && !isHeldBack(attempt) ? [untilOf(attempt)] : []
  return [...[transmittedAt, endedAt, receipt?.receivedAt].flatMap(parse), ...due]
}

/** How often to redraw the lanes, in milliseconds: often enough that they seem to move. */
export function redrawMs(axis: Axis): number {
  const step = (axis.to - axis.from) / 500
  return step < 150 ? 100 : step < 500 ? 250 : 1000
}

function stretch(at: (moment: number) => number, from: number, to: number): Stretch {
  return { from: at(from), to: at(to) }
}

function untilOf(attempt: Attempt): number {
  return Date.parse(attempt.graceUntil ?? attempt.deadline)
}

function parse(iso: string | null | undefined): number[] {
  return iso === null || iso === undefined ? [] : [Date.parse(iso)]
}
