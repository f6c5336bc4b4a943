import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'

const firstMs = 300
const longestMs = 3000

/** Exponential back-off with jitter, so that a server that comes back is not overloaded. */
export class BackOff {
  #failures = 0

  reset(): void {
    this.#failures = 0
  }

  /** @throws AbortError */
  async wait(signal: AbortSignal): Promise<void> {
    const ms = Math.min(longestMs, firstMs * 2 ** this.#failures)
    this.#failures += 1
    await pause(ms * (0.8 + Math.random() * 0.4), undefined, { signal })
  }
}
