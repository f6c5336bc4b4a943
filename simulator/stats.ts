/** What each provider saw and did since the start or the last reset. */

export interface ProviderStats {
  /** Genuine, well-formed hand-overs, retries included. */
  handOvers: number
  /** Of those: ones whose `webhook-id` had been answered for good before. */
  duplicates: number
  /** First answers by what they said; a duplicate gets the same again and is not counted here. */
  accepted: number
  rejected: number
  /** Of those rejected: ones beyond what it takes in a second. */
  rateLimited: number
  networkErrors: number
  /** Refused before they counted as hand-overs. */
  unauthenticated: number
  invalid: number
  /** Genuine recalls, repeated ones included; `recalled` of them were answered "recalled". */
  recalls: number
  recalled: number
  receipts: ReceiptStats
}

export interface ReceiptStats {
  /** Times a receipt was posted; `retried` of them not for the first time. */
  sent: number
  retried: number
  /** Answers to them by status, `none` where no answer came. */
  answered: Record<string, number>
  /** Receipts that need no more sending, by what the last answer called them, or by its status when it was refused. */
  ended: Record<string, number>
  /** Given up or thrown away. */
  dropped: number
}

export class Stats {
  readonly #names: readonly string[]
  #byProvider: Map<string, ProviderStats>

  constructor(names: readonly string[]) {
    this.#names = names
    this.#byProvider = this.#zero()
  }

  /** The counters of a configured provider, to be counted up in place. */
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
