/** Boards one after the other, each for a slot of time; a window is the sum of its slots. */
import type { Ledger } from '@/lib/packet/ledger'
import { Board } from './board'

export class RollingBoard {
  readonly #slotMs: number
  readonly #keepMs: number
  readonly #slots = new Map<number, Board>()

  /** Keeps `keepMs`, cut into slots of `slotMs`. */
  constructor(slotMs: number, keepMs: number) {
    this.#slotMs = slotMs
    this.#keepMs = keepMs
  }

  /** Counts a packet at the time its workflow closed, in milliseconds since the epoch. */
  fold(ledger: Ledger, closedAt: number): void {
    const slot = this.slotAt(closedAt)
    const board = this.#slots.get(slot) ?? new Board()
    this.#slots.set(slot, board)
    board.fold(ledger)
  }

  /** Everything from the slot that `since` lies in. */
  sumSince(since: number): Board {
    const from = this.slotAt(since)
    const sum = new Board()
    for (const [slot, board] of this.#slots) if (slot >= from) sum.merge(board)
    return sum
  }

  /** Lets go of the slots that are too old by now. */
  forget(now: number): void {
    const from = this.slotAt(now - this.#keepMs)
    for (const slot of this.#slots.keys()) if (slot < from) this.#slots.delete(slot)
  }

  /** When the slot of a moment began. */
  slotAt(at: number): number {
    return Math.floor(at / this.#slotMs) * this.#slotMs
  }
}
