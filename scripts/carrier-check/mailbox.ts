/** Where the receipts of one hand-over and its copies arrive. */

/** One receipt as it arrived. */
export interface Arrival {
  /** Milliseconds since the epoch. */
  at: number
  method: string
  contentType: string | null
  contentEncoding: string | null
  webhookId: string | null
  timestamp: string | null
  signature: string | null
  /** Null when it cannot be read. */
  body: string | null
  /** Why it cannot be read. */
  fault: string | null
}

/** A status to answer with, or a connection that breaks without an answer. */
type Reply = number | 'break'

/** Decides the answer from the receipts that came so far, the one to answer last. */
export type Replying = (arrived: readonly Arrival[]) => Reply

interface Waiting {
  holds: () => boolean
  tell: () => void
}

const mostKept = 200
const longestPath = 100

export class Mailbox {
  readonly arrived: Arrival[] = []
  /** The last path that a receipt came to where no mailbox is. */
  astray: string | null = null
  /** Those that were handed over with this address. */
  readonly tokens = new Set<string>()
  readonly #replying: Replying
  readonly #signal: AbortSignal
  #waiting: Waiting[] = []

  constructor(
    readonly url: string,
    replying: Replying,
    signal: AbortSignal,
  ) {
    this.#replying = replying
    this.#signal = signal
  }

  /** Something came to an address that leads nowhere, and may have been for here. */
  missed(path: string): void {
    this.astray = path.replace(/[^!-~]/g, '?').slice(0, longestPath)
  }

  take(arrival: Arrival): Reply {
    if (this.arrived.length >= mostKept) return 429
    this.arrived.push(arrival)
    const reply = this.#replying(this.arrived)
    for (const { tell } of this.#waiting.filter(({ holds }) => holds())) tell()
    return reply
  }

  /**
   * Whether it comes to hold within the time.
   * @throws whatever the signal was aborted with
   */
  waitFor(holds: (arrived: readonly Arrival[]) => boolean, withinMs: number): Promise<boolean> {
    const now = () => holds(this.arrived)
    const signal = this.#signal
    if (now()) return Promise.resolve(true)
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(limit)
        signal.removeEventListener('abort', stop)
        this.#waiting = this.#waiting.filter((each) => each !== waiting)
      }
      const tell = (held: boolean) => {
        end()
        resolve(held)
      }
      const stop = () => {
        end()
        reject(signal.reason)
      }
      const waiting: Waiting = { holds: now, tell: () => tell(true) }
      const limit = setTimeout(() => tell(false), withinMs)
      if (signal.aborted) return stop()
      signal.addEventListener('abort', stop, { once: true })
      this.#waiting.push(waiting)
    })
  }
}
