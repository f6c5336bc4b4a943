/** Attempts that were stopped by a recall. A repeated recall gets the same answer. */
import type { Journal, RecalledAttempt } from './journal'
import type { Outbox } from './outbox'

interface Recall {
  readonly attempt: RecalledAttempt
  /** Resolves once the recall is in the journal, so that it survives the end of the process. */
  readonly written: Promise<void>
}

const mostRemembered = 20_000

export class Recalls {
  readonly #outbox: Outbox
  readonly #journal: Journal
  readonly #known = new Map<string, Recall>()

  constructor(outbox: Outbox, journal: Journal) {
    this.#outbox = outbox
    this.#journal = journal
  }

  /** Stops the attempt if that is still possible; returns whether it is stopped. */
  async recall(attempt: RecalledAttempt): Promise<boolean> {
    const known = this.#known.get(keyOf(attempt))
    if (known !== undefined) {
      await known.written
      return true
    }
    const receipts = this.#outbox.withdraw(attempt)
    if (receipts.length === 0) return false
    const ids = receipts.map(({ id }) => id)
    const written = this.#journal.append({ type: 'recalled', ...attempt, receipts: ids })
    this.#remember(attempt, written)
    try {
      await written
    } catch (error) {
      // Nothing was promised yet, so the packet goes on.
      this.#known.delete(keyOf(attempt))
      for (const receipt of receipts) this.#outbox.add(receipt)
      throw error
    }
    return true
  }

  restore(attempt: RecalledAttempt): void {
    this.#remember(attempt, Promise.resolve())
  }

  /** Oldest first. */
  *all(): Generator<RecalledAttempt> {
    for (const { attempt } of this.#known.values()) yield attempt
  }

  clear(): void {
    this.#known.clear()
  }

  #remember(attempt: RecalledAttempt, written: Promise<void>): void {
    this.#known.set(keyOf(attempt), { attempt, written })
    if (this.#known.size <= mostRemembered) return
    const [oldest] = this.#known.keys()
    if (oldest !== undefined) this.#known.delete(oldest)
  }
}

function keyOf({ provider, packetId, attempt }: RecalledAttempt): string {
  return JSON.stringify([provider, packetId, attempt])
}
