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
  /** Null when it cannot be read as text. */
  body: string | null
  /** Why the body cannot be read. */
  fault: string | null
}

/** The status to answer with, or 'break' to close the connection without an answer. */
type Reply = number | 'break'

/** Chooses the answer from the receipts so far; the last one is the one to answer. */
export type Replying = (arrived: readonly Arrival[]) => Reply

interface Waiting {
  holds: () => boolean
  tell: () => void
}

const mostKept = 200
const longestPath = 100

export class Mailbox {
  readonly arrived: Arrival[] = []
  /** The last path without a mailbox that a receipt was sent to. */
  astray: string | null = null
  /** Tokens of the hand-overs that named this mailbox's address. */
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

  /** Notes a request to a path without a mailbox; it may have been meant for this one. */
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
   * Resolves with true as soon as the condition holds, with false when it does not hold in time.
   * @throws the signal's reason when it is aborted
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
