/** A rate limit: a burst, then a number per second. */
import 'server-only'

export interface Rate {
  burst: number
  perSecond: number
}

export class TokenBucket {
  readonly #rate: Rate
  readonly #now: () => number
  #left: number
  #at: number

  /** @param now a monotonic clock, in milliseconds */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate
    this.#now = now
    this.#left = rate.burst
    this.#at = now()
  }

  /** False when the rate is exceeded. */
  take(): boolean {
    const { burst, perSecond } = this.#rate
    const now = this.#now()
    this.#left = Math.min(burst, this.#left + ((now - this.#at) / 1000) * perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
