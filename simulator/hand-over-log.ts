/** The latest hand-overs as they came in, without what is private in them, so that a test can look. */

export interface HandOverRow {
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
