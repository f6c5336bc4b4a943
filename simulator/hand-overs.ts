/** Hand-overs that came: the latest, for a test to look at, and those that were answered, so that a retry hears the same. */
import { handOverKey, type TakenHandOver } from './journal'

interface HandOverRow {
  webhookId: string
  provider: string
  packetId: string
  attempt: number
  /** ISO 8601. */
  at: string
  /** Status of the answer; null when the connection was broken instead. */
  answer: number | null
  /** Its `webhook-id` had been answered for good before. */
  duplicate: boolean
  contentsBytes: number
}

const mostRows = 10_000

/** The latest as they came in, without what is private in them. */
export class HandOverLog {
  #rows: HandOverRow[] = []

  add(row: HandOverRow): void {
    this.#rows.push(row)
    // Cut rarely: moving all rows for every new one would cost.
    if (this.#rows.length >= mostRows * 2) this.#rows = this.#rows.slice(-mostRows)
  }

  /** The newest `limit` rows, of one packet or of all, oldest first. */
  list(packetId: string | undefined, limit: number): HandOverRow[] {
    const rows = packetId === undefined ? this.#rows : this.#rows.filter((row) => row.packetId === packetId)
    return rows.slice(-limit)
  }

  clear(): void {
    this.#rows = []
  }
}

export interface SeenHandOver {
  readonly provider: string
  readonly handOver: string
  tries: number
  /** The answer for good, or on its way; null while none was given. */
  answer: Promise<number> | null
  /** The status it was taken with; null until it is. */
  takenWith: number | null
}

const mostRemembered = 20_000

/** Those seen; the oldest are forgotten. */
export class HandOverMemory {
  readonly #seen = new Map<string, SeenHandOver>()

  /** Counts a try of this hand-over and tells what is known of it. */
  meet(provider: string, handOver: string): SeenHandOver {
    const key = handOverKey(provider, handOver)
    const seen = this.#seen.get(key) ?? { provider, handOver, tries: 0, answer: null, takenWith: null }
    seen.tries += 1
    this.#remember(key, seen)
    return seen
  }

  restore({ provider, handOver, status }: TakenHandOver): void {
    const answer = Promise.resolve(status)
    const seen: SeenHandOver = { provider, handOver, tries: 1, answer, takenWith: status }
    this.#remember(handOverKey(provider, handOver), seen)
  }

  /** Those taken, oldest first. */
  *taken(): Generator<TakenHandOver> {
    for (const { provider, handOver, takenWith } of this.#seen.values()) {
      if (takenWith !== null) yield { provider, handOver, status: takenWith }
    }
  }

  clear(): void {
    this.#seen.clear()
  }

  #remember(key: string, seen: SeenHandOver): void {
    this.#seen.set(key, seen)
    if (this.#seen.size <= mostRemembered) return
    const [oldest] = this.#seen.keys()
    if (oldest !== undefined) this.#seen.delete(oldest)
  }
}
