/** The packets on the live board, kept up to date by the stream. Times are milliseconds since the epoch. */
import type { BoardAttempt, BoardChange, BoardRow } from '@/lib/contract/board'

type Timed<T, Names extends keyof T> = Omit<T, Names> & {
  readonly [Name in Names]: null extends T[Name] ? number | null : number
}

export type BoardTry = Timed<
  BoardAttempt,
  'transmittedAt' | 'deadline' | 'graceUntil' | 'endedAt' | 'receivedAt'
>

export interface BoardPacket extends Omit<Timed<BoardRow, 'createdAt' | 'begunAt' | 'endedAt'>, 'attempts'> {
  readonly begunAt: number
  readonly attempts: readonly BoardTry[]
  /** When this page saw the packet fail over to another provider; null if it did not. */
  readonly failedOverAt: number | null
}

/** Mutable, because thousands of packets are too many to be copied a few times a second. */
export class LiveBoard {
  readonly #packets = new Map<string, BoardPacket>()
  readonly #listeners = new Set<() => void>()
  /** Null before the first message of the stream. */
  #inFlight: number | null = null

  get packets(): ReadonlyMap<string, BoardPacket> {
    return this.#packets
  }

  /** Number of all packets in flight, on the board or not. */
  get inFlight(): number | null {
    return this.#inFlight
  }

  apply({ whole, rows, gone, inFlight }: BoardChange, now: number): void {
    const told = new Set(whole ? rows.map(({ id }) => id) : [])
    if (whole) for (const id of this.#packets.keys()) if (!told.has(id)) this.#packets.delete(id)
    for (const id of gone) this.#packets.delete(id)
    for (const row of rows) this.#packets.set(row.id, timed(row, this.#packets.get(row.id), now))
    this.#inFlight = inFlight
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

function timed(row: BoardRow, known: BoardPacket | undefined, now: number): BoardPacket {
  const isFailOver =
    known !== undefined && known.attempts.length > 0 && row.attempts.length > known.attempts.length
  const createdAt = Date.parse(row.createdAt)
  return {
    ...row,
    createdAt,
    begunAt: parse(row.begunAt) ?? createdAt,
    endedAt: parse(row.endedAt),
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      transmittedAt: Date.parse(attempt.transmittedAt),
      deadline: Date.parse(attempt.deadline),
      graceUntil: parse(attempt.graceUntil),
      endedAt: parse(attempt.endedAt),
      receivedAt: parse(attempt.receivedAt),
    })),
    failedOverAt: isFailOver ? now : (known?.failedOverAt ?? null),
  }
}

function parse(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso)
}
