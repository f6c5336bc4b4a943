/** Which hand-overs were seen, so that a retried one gets the same answer. Bounded: the oldest are forgotten. */
import { handOverKey, type TakenHandOver } from './journal-entry'

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
