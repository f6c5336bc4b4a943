/** Lets hand-overs to one provider begin only so fast, and only so many be under way at once. */
import { setTimeout as pause } from 'node:timers/promises'

export interface GateLimits {
  readonly maxPerSecond: number | null
  readonly maxConcurrent: number | null
}

export class Gate {
  #nextAt = 0
  #under = 0
  #pausing = 0
  readonly #waiting: (() => void)[] = []

  /** @param mostWaiting how many may wait for their turn at once */
  constructor(
    private readonly limits: GateLimits,
    private readonly mostWaiting = Number.POSITIVE_INFINITY,
  ) {}

  /**
   * Waits for a turn, at most this long and until `signal` says that nobody wants it any more; not at all when enough
   * others wait. Resolves to what gives the turn back, or to null when none came; then nothing has to be given back.
   */
  async enter(longestMs: number, signal: AbortSignal): Promise<(() => void) | null> {
    const until = performance.now() + longestMs
    const { maxConcurrent } = this.limits
    if (maxConcurrent !== null && !(await this.#slot(maxConcurrent, longestMs, signal))) return null
    if (await this.#start(until, signal)) return () => this.#leave()
    this.#leave()
    return null
  }

  async #slot(maxConcurrent: number, longestMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.#under < maxConcurrent) {
      this.#under += 1
      return true
    }
    if (signal.aborted || this.#isCrowded()) return false
    return new Promise((resolve) => {
      const settle = (entered: boolean) => {
        clearTimeout(limit)
        signal.removeEventListener('abort', giveUp)
        resolve(entered)
      }
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1)
        settle(false)
      }
      // Whoever leaves hands the place on, so the number under way stays as it is.
      const wake = () => settle(true)
      const limit = setTimeout(giveUp, longestMs)
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(wake)
    })
  }

  /** False when its moment is too far away, or nobody wants it any more when it comes. */
  async #start(until: number, signal: AbortSignal): Promise<boolean> {
    const startAt = Math.max(performance.now(), this.#nextAt)
    if (startAt > until || signal.aborted) return false
    const { maxPerSecond } = this.limits
    if (maxPerSecond === null) return true
    const waitMs = startAt - performance.now()
    if (waitMs > 0 && this.#isCrowded()) return false
    const nextAt = startAt + 1000 / maxPerSecond
    this.#nextAt = nextAt
    if (waitMs <= 0 || (await this.#pause(waitMs, signal))) return true
    // Those behind keep their moments; only the last one's can be given away again.
    if (this.#nextAt === nextAt) this.#nextAt = startAt
    return false
  }

  /** False when nobody wants it any more. */
  async #pause(ms: number, signal: AbortSignal): Promise<boolean> {
    this.#pausing += 1
    const isOver = await pause(ms, true, { signal }).catch(() => false)
    this.#pausing -= 1
    return isOver
  }

  #isCrowded(): boolean {
    return this.#waiting.length + this.#pausing >= this.mostWaiting
  }

  #leave(): void {
    if (this.limits.maxConcurrent === null) return
    const next = this.#waiting.shift()
    if (next === undefined) this.#under -= 1
    else next()
  }
}
