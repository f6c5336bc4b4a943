/** The time axis of the lanes: linear, so that lengths can be compared by eye. */
import { formatDuration } from '@/lib/packet/duration'

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

const shortestSpanMs = 20
/** Room at the end for a mark that stands on the last moment. */
const margin = 0.04

/** An axis that holds all these moments. */
export function axisOver(moments: readonly number[]): Axis {
  const from = Math.min(...moments)
  const span = Math.max(shortestSpanMs, Math.max(...moments) - from)
  return { from, to: from + span * (1 + margin) }
}

/** Where a moment stands on the axis, 0 to 1; what lies outside stands at the end. */
export function place(axis: Axis, moment: number): number {
  const share = (moment - axis.from) / (axis.to - axis.from)
  return Math.min(1, Math.max(0, share))
}

/** Round times along the axis, at most so many besides zero. */
export function ticksOf(axis: Axis, most = 6): Tick[] {
  const span = axis.to - axis.from
  const step = steps.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / hour) * hour
  const count = Math.floor(span / step)
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index * step) / span,
    label: index === 0 ? '0' : formatDuration(index * step),
  }))
}
