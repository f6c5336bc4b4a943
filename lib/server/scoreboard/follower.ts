/** Keeps the tail going while somebody looks at the scoreboard, and for some minutes longer. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/log'
import { processWide } from '@/lib/server/process-wide'
import { pageEveryMs, Tail } from './tail'

const lookEveryMs = 2_000
const patienceMs = 10 * 60_000

class Follower {
  #tail = new Tail()
  #askedAt = 0
  #following = false

  /** The tail, with at least the newest page counted. @throws ApiError TEMPORAL_UNREACHABLE before that */
  async ask(): Promise<Tail> {
    this.#askedAt = Date.now()
    if (this.#tail.isTooFarBehind(this.#askedAt)) this.#tail = new Tail()
    if (this.#tail.lookedAt === null) await this.#tail.look()
    if (!this.#following) void this.#follow()
    return this.#tail
  }

  async #follow(): Promise<void> {
    this.#following = true
    while (Date.now() - this.#askedAt < patienceMs) {
      await pause(this.#tail.rebuilding ? pageEveryMs : lookEveryMs, undefined, { ref: false })
      await this.#step().catch((error: unknown) => this.#failed(error))
    }
    this.#following = false
  }

  async #step(): Promise<void> {
    const due = Date.now() - (this.#tail.lookedAt ?? 0) >= lookEveryMs
    if (due) await this.#tail.look()
    else await this.#tail.readBack()
  }

  async #failed(error: unknown): Promise<void> {
    // An outage passes, and the tail goes on where it was. Anything else may be about where it was.
    if (!(error instanceof ApiError)) {
      log().error({ err: error }, 'the scoreboard could not be read on and is built anew')
      this.#tail = new Tail()
    }
    await pause(lookEveryMs, undefined, { ref: false })
  }
}

export const follower = processWide('scoreboard', () => new Follower())
