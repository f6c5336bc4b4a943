/** What each provider saw and did since the start or the last reset. */

export interface ProviderStats {
  /** Genuine, well-formed hand-overs, retries included. */
  handOvers: number
  /** Those of `handOvers` whose `webhook-id` already had a final answer. */
  duplicates: number
  /** First answers by their kind; a duplicate gets the same answer again and is not counted here. */
  accepted: number
  rejected: number
  /** Those of `rejected` that exceeded the limit a second. */
  rateLimited: number
  networkErrors: number
  /** Refused before they counted as hand-overs. */
  unauthenticated: number
  invalid: number
  /** Genuine recalls, including repeated ones; `recalled` of them were answered "recalled". */
  recalls: number
  recalled: number
  receipts: ReceiptStats
}

export interface ReceiptStats {
  /** How often a receipt was posted; `retried` of them not for the first time. */
  sent: number
  retried: number
  /** Answers to posted receipts by status; `none` counts those without an answer. */
  answered: Record<string, number>
  /** Receipts that need no more sending, by the result in the last answer, or by its status if it was refused. */
  ended: Record<string, number>
  /** Given up or dropped by a reset. */
  dropped: number
}

export class Stats {
  readonly #names: readonly string[]
  #byProvider: Map<string, ProviderStats>

  constructor(names: readonly string[]) {
    this.#names = names
    this.#byProvider = this.#zero()
  }

  /** The counters of a configured provider; callers increment them in place. */
  of(provider: string): ProviderStats {
    const stats = this.#byProvider.get(provider)
    if (stats === undefined) throw new Error(`No provider "${provider}" is configured.`)
    return stats
  }

  clear(): void {
    this.#byProvider = this.#zero()
  }

  #zero(): Map<string, ProviderStats> {
    return new Map(this.#names.map((name) => [name, noStats()]))
  }
}

function noStats(): ProviderStats {
  return {
    handOvers: 0,
    duplicates: 0,
    accepted: 0,
    rejected: 0,
    rateLimited: 0,
    networkErrors: 0,
    unauthenticated: 0,
    invalid: 0,
    recalls: 0,
    recalled: 0,
    receipts: { sent: 0, retried: 0, answered: {}, ended: {}, dropped: 0 },
  }
}
