/** Where the receipts of one hand-over and its copies arrive. */
import type { Arrival } from './arrival'

/** A status to answer with, or a connection that breaks without an answer. */
export type Reply = number | 'break'

/** Decides the answer from the receipts that came so far, the one to answer last. */
export type Replying = (arrived: readonly Arrival[]) => Reply

interface Waiting {
  holds: () => boolean
  tell: () => void
}

const mostKept = 200

export class Mailbox {
  readonly arrived: Arrival[] = []
  /** Those that were handed over with this address. */
  readonly tokens = new Set<string>()
  readonly #replying: Replying
  #waiting: Waiting[] = []

  constructor(
    readonly url: string,
    replying: Replying,
  ) {
    this.#replying = replying
  }

  take(arrival: Arrival): Reply {
    if (this.arrived.length >= mostKept) return 429
    this.arrived.push(arrival)
    const reply = this.#replying(this.arrived)
    const told = this.#waiting.filter(({ holds }) => holds())
    this.#waiting = this.#waiting.filter((each) => !told.includes(each))
    for (const { tell } of told) tell()
    return reply
  }

  /** Whether it comes to hold within the time. */
  waitFor(holds: (arrived: readonly Arrival[]) => boolean, withinMs: number): Promise<boolean> {
    const now = () => holds(this.arrived)
    if (now()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve(false), withinMs)
      const tell = () => {
        clearTimeout(limit)
        resolve(true)
      }
      this.#waiting.push({ holds: now, tell })
    })
  }
}
