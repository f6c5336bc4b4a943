/** Lets hand-overs to one provider begin only so fast, and only so many be under way at once. */
import { setTimeout as pause } from 'node:timers/promises'

export interface GateLimits {
  readonly maxPerSecond: number | null
  readonly maxConcurrent: number | null
}

export class Gate {
  #nextAt = 0
  #under = 0
  readonly #waiting: (() => void)[] = []

  constructor(private readonly limits: GateLimits) {}

  /**
   * Waits for a turn, at most this long. Resolves to what gives the turn back, or to null when none comes in time;
   * then nothing has to be given back.
   */
  async enter(longestMs: number): Promise<(() => void) | null> {
    const until = performance.now() + longestMs
    const { maxConcurrent } = this.limits
    if (maxConcurrent !== null && !(await this.#slot(maxConcurrent, longestMs))) return null
    const startAt = Math.max(performance.now(), this.#nextAt)
    if (startAt > until) {
      this.#leave()
      return null
    }
    const { maxPerSecond } = this.limits
    if (maxPerSecond !== null) this.#nextAt = startAt + 1000 / maxPerSecond
    if (startAt > performance.now()) await pause(startAt - performance.now())
    return () => this.#leave()
  }

  async #slot(maxConcurrent: number, longestMs: number): Promise<boolean> {
    if (this.#under < maxConcurrent) {
      this.#under += 1
      return true
    }
    return new Promise((resolve) => {
      // Whoever leaves hands the place on, so the number under way stays as it is.
      const wake = () => {
        clearTimeout(limit)
        resolve(true)
      }
      const limit = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1)
        resolve(false)
      }, longestMs)
      this.#waiting.push(wake)
    })
  }

  #leave(): void {
    if (this.limits.maxConcurrent === null) return
    const next = this.#waiting.shift()
    if (next === undefined) this.#under -= 1
    else next()
  }
}
