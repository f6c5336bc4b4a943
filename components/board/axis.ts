/** The time axis of the live board: a window that moves with time, mostly past and some future. */
import type { BoardSpan } from '@/lib/client/board-search'

export interface Axis {
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly now: number
  /** CSS pixels. */
  readonly width: number
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

export const spans: Record<BoardSpan, { ms: number; words: string }> = {
  '30s': { ms: 30 * second, words: '30 s' },
  '1m': { ms: minute, words: '1 min' },
  '2m': { ms: 2 * minute, words: '2 min' },
  '5m': { ms: 5 * minute, words: '5 min' },
  '15m': { ms: 15 * minute, words: '15 min' },
  '30m': { ms: 30 * minute, words: '30 min' },
  '1h': { ms: hour, words: '1 h' },
  '3h': { ms: 3 * hour, words: '3 h' },
  '6h': { ms: 6 * hour, words: '6 h' },
  '12h': { ms: 12 * hour, words: '12 h' },
  '24h': { ms: 24 * hour, words: '24 h' },
}

/** The share of the window that lies in the past. */
const past = 0.7

export function axisAt(now: number, spanMs: number, width: number): Axis {
  return { from: now - past * spanMs, to: now + (1 - past) * spanMs, now, width }
}

/** The x position of a moment. It is outside 0…`width` if the moment is outside the window. */
export function xOf({ from, to, width }: Axis, moment: number): number {
  return ((moment - from) / (to - from)) * width
}

const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
]
const longestStep = 24 * hour

export interface Tick {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly x: number
}

/**
 * Ticks at round times of the viewer's clock.
 *
 * @param zoneMs how far that clock is ahead of UTC
 */
export function ticksOf(axis: Axis, zoneMs: number, leastGap: number): { stepMs: number; ticks: Tick[] } {
  const span = axis.to - axis.from
  const stepMs = steps.find((step) => (step / span) * axis.width >= leastGap) ?? longestStep
  const first = Math.ceil((axis.from + zoneMs) / stepMs) * stepMs - zoneMs
  const ticks: Tick[] = []
  for (let at = first; at <= axis.to; at += stepMs) ticks.push({ at, x: xOf(axis, at) })
  return { stepMs, ticks }
}

const withSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const withoutSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** A tick's label by the viewer's clock: "10:42:07", or "10:42" if steps are whole minutes. Browser only. */
export function tickWords(at: number, stepMs: number): string {
  return (stepMs < 60_000 ? withSeconds : withoutSeconds).format(at)
}
