/**
 * Received hand-overs: a log of the latest for tests to read, and a memory of answers, so that a retry gets the same
 * one.
 */
import { handOverKey, type TakenHandOver } from './journal'

interface HandOverRow {
  webhookId: string
  provider: string
  packetId: string
  attempt: number
  /** ISO 8601. */
  at: string
  /** The status of the answer; null when the connection was broken instead. */
  answer: number | null
  /** Whether its `webhook-id` already had a final answer. */
  duplicate: boolean
  contentsBytes: number
}

const mostRows = 10_000

/** The latest hand-overs in the order of arrival, without private data. */
export class HandOverLog {
  #rows: HandOverRow[] = []

  add(row: HandOverRow): void {
    this.#rows.push(row)
    // Trimmed rarely: moving all rows for every new one would be costly.
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
  /** The final answer, or one that is still being decided; null while there is none. */
  answer: Promise<number> | null
  /** The status with which it was taken; null until it is. */
  takenWith: number | null
}

const mostRemembered = 20_000

/** Remembers hand-overs; the oldest are forgotten. */
export class HandOverMemory {
  readonly #seen = new Map<string, SeenHandOver>()

  /** Counts a try of this hand-over and returns what is known of it. */
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

  /** The hand-overs that were taken, oldest first. */
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
