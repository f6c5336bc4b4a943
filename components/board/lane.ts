/** Lays one packet out on the time axis as shapes, in CSS pixels. Shapes are clipped to the axis. */
import { type Look, outcomeLooks, statusLooks, stuckLook, type Tone } from '@/components/route/looks'
import type { BoardPacket, BoardTry } from '@/lib/client/live-board'
import { type Axis, xOf } from './axis'

export interface Span {
  readonly x: number
  readonly width: number
}

export interface Bar extends Span {
  /** `track`: all the time until the deadline; `grace`: added after an outage of ours; `had`: the time passed. */
  readonly is: 'track' | 'grace' | 'had'
  readonly tone: Tone
}

export interface Stop {
  readonly x: number
  readonly look: Look
  /** How full a `filling` ring is, 0 to 1. */
  readonly progress: number
}

export interface Lane {
  /** Time in which no provider was waited for: look-ups, hand-overs, and the wait for a late receipt. */
  readonly threads: readonly Span[]
  readonly bars: readonly Bar[]
  readonly deadlines: readonly number[]
  readonly stops: readonly Stop[]
  /** The packet began before the axis begins. */
  readonly before: boolean
  /** A deadline lies beyond the end of the axis. */
  readonly after: boolean
}

/** Space between the last attempt's mark and the mark of the packet's ending. */
const endGap = 18

export function layLane(packet: BoardPacket, axis: Axis): Lane {
  const drawing = new Drawing(axis)
  let from = packet.begunAt
  for (const attempt of packet.attempts) {
    drawing.thread(from, attempt.transmittedAt)
    from = layAttempt(attempt, drawing, packet.stuck)
  }
  const pending = packet.attempts.some(({ outcome }) => outcome === 'PENDING')
  if (packet.endedAt === null) {
    if (!pending) {
      drawing.thread(from, axis.now)
      drawing.stop(axis.now, packet.stuck ? stuckLook : statusLooks[packet.status])
    }
  } else if (packet.status !== 'DELIVERED') {
    drawing.thread(from, packet.endedAt)
    drawing.stop(packet.endedAt, statusLooks[packet.status], 1, packet.attempts.length > 0 ? endGap : 0)
  }
  return drawing.done(packet.begunAt)
}

/** @returns the moment from which the lane goes on after this attempt */
function layAttempt(attempt: BoardTry, drawing: Drawing, stuck: boolean): number {
  if (attempt.outcome !== 'PENDING') return layEnded(attempt, drawing)
  const { handOver, transmittedAt, deadline, graceUntil } = attempt
  const { now } = drawing.axis
  const look = stuck ? stuckLook : outcomeLooks.PENDING
  if (handOver !== 'ACCEPTED') {
    // The provider does not have the packet, so no deadline runs.
    drawing.thread(transmittedAt, now)
    drawing.stop(now, look, 0)
    return now
  }
  const until = graceUntil ?? deadline
  drawing.bar('track', transmittedAt, deadline, 'idle')
  if (graceUntil !== null) drawing.bar('grace', deadline, graceUntil, 'silent')
  drawing.bar('had', transmittedAt, Math.min(now, until), look.tone)
  drawing.deadline(until)
  drawing.stop(now, look, (now - transmittedAt) / (until - transmittedAt))
  return now
}

function layEnded({ outcome, handOver, ...times }: BoardTry, drawing: Drawing): number {
  const { transmittedAt, deadline, graceUntil, receivedAt } = times
  const look = outcomeLooks[outcome]
  const end = times.endedAt ?? drawing.axis.now
  const hadUntil = Math.max(transmittedAt, Math.min(end, receivedAt ?? end, graceUntil ?? deadline))
  if (handOver === 'WITHDRAWN') drawing.thread(transmittedAt, end)
  else drawing.bar('had', transmittedAt, hadUntil, look.tone)
  const isDecided = receivedAt !== null && (outcome === 'ACKNOWLEDGED' || outcome === 'REFUSED')
  drawing.stop(isDecided ? receivedAt : end, look)
  if (receivedAt !== null && !isDecided) drawing.stop(receivedAt, outcomeLooks.REFUSED)
  if (receivedAt !== null) drawing.thread(hadUntil, receivedAt)
  return end
}

class Drawing {
  readonly axis: Axis
  readonly #threads: Span[] = []
  readonly #bars: Bar[] = []
  readonly #deadlines: number[] = []
  readonly #stops: Stop[] = []
  #after = false

  constructor(axis: Axis) {
    this.axis = axis
  }

  thread(from: number, to: number): void {
    const span = this.#span(from, to)
    if (span !== null && to > from) this.#threads.push(span)
  }

  bar(is: Bar['is'], from: number, to: number, tone: Tone): void {
    const span = this.#span(from, to)
    if (span !== null) this.#bars.push({ ...span, is, tone })
  }

  deadline(at: number): void {
    const x = xOf(this.axis, at)
    if (x > this.axis.width) this.#after = true
    else if (x >= 0) this.#deadlines.push(x)
  }

  stop(at: number, look: Look, progress = 1, aside = 0): void {
    const x = xOf(this.axis, at)
    if (x < 0 || x > this.axis.width) return
    this.#stops.push({ x: x + aside, look, progress: Math.min(1, Math.max(0.02, progress)) })
  }

  done(begunAt: number): Lane {
    return {
      threads: this.#threads,
      bars: this.#bars,
      deadlines: this.#deadlines,
      stops: this.#stops,
      before: begunAt < this.axis.from,
      after: this.#after,
    }
  }

  /** The visible part of a time span; null if none is visible. A short span is widened, so that it can be seen. */
  #span(from: number, to: number): Span | null {
    const start = xOf(this.axis, from)
    const end = xOf(this.axis, to)
    if (end < 0 || start > this.axis.width) return null
    const x = Math.max(0, start)
    return { x, width: Math.max(shortest, Math.min(this.axis.width, end) - x) }
  }
}

const shortest = 2
