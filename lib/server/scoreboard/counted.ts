/** Which packets were counted, and what they add up to. */
import 'server-only'
import type { ScoreboardWindow } from '@/lib/contract/scoreboard'
import type { Board } from '@/lib/scoreboard/board'
import { RollingBoard } from '@/lib/scoreboard/rolling-board'
import type { ClosedPacket } from './closed-page'

const minute = 60_000
const hour = 60 * minute

export const longestWindowMs = 7 * 24 * hour
const windowMs: Record<ScoreboardWindow, number> = {
  '1h': hour,
  '24h': 24 * hour,
  '7d': longestWindowMs,
}

export class Counted {
  /** Hours would be too coarse for a window of one hour. */
  readonly #fine = new RollingBoard(5 * minute, hour)
  readonly #hourly = new RollingBoard(hour, longestWindowMs)
  /** Runs that may be read again, with the times they closed at. */
  readonly #known = new Map<string, number>()
  #newest: number | null = null

  /** When the latest of them closed; null as long as there is none. */
  get newest(): number | null {
    return this.#newest
  }

  /** Counts those that are not known yet, and will know those again that closed at or after `knownFrom`. */
  add(packets: readonly ClosedPacket[], knownFrom: number): void {
    for (const { runId, closedAt, ledger } of packets) {
      if (this.#known.has(runId)) continue
      if (closedAt >= knownFrom) this.#known.set(runId, closedAt)
      this.#newest = Math.max(this.#newest ?? 0, closedAt)
      const ended = ledger()
      this.#hourly.fold(ended, closedAt)
      this.#fine.fold(ended, closedAt)
    }
  }

  /** Lets go of what no window and no second reading needs. */
  forget(now: number, knownFrom: number): void {
    this.#fine.forget(now)
    this.#hourly.forget(now)
    for (const [runId, closedAt] of this.#known) if (closedAt < knownFrom) this.#known.delete(runId)
  }

  /** The sum over a window, and when that window begins: at the start of a slot. */
  over(window: ScoreboardWindow, now: number): { board: Board; since: number } {
    const rolling = window === '1h' ? this.#fine : this.#hourly
    const since = rolling.slotAt(now - windowMs[window])
    return { board: rolling.sumSince(since), since }
  }
}
