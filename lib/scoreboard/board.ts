/** The sums of all providers over some packets. */
import type { Ledger, LedgerAttempt } from '@/lib/packet/ledger'
import { ProviderSums } from './sums'

export class Board {
  readonly #providers = new Map<string, ProviderSums>()
  #packets = 0

  get packets(): number {
    return this.#packets
  }

  get providers(): ReadonlyMap<string, ProviderSums> {
    return this.#providers
  }

  /** Counts a packet nothing more can happen to. */
  fold(packet: Ledger): void {
    this.#packets += 1
    const confirmed = packet.attempts.filter(({ outcome }) => outcome === 'ACKNOWLEDGED')
    for (const attempt of packet.attempts.filter(tellsOfProvider)) {
      const doubled = confirmed.length > 1 && confirmed.includes(attempt)
      this.#of(attempt.provider).add(attempt, doubled)
    }
  }

  merge(other: Board): void {
    this.#packets += other.#packets
    for (const [provider, sums] of other.#providers) this.#of(provider).merge(sums)
  }

  #of(provider: string): ProviderSums {
    const sums = this.#providers.get(provider) ?? new ProviderSums()
    this.#providers.set(provider, sums)
    return sums
  }
}

/** What was never sent to a provider says nothing about it, nor does silence while we could not have heard it. */
function tellsOfProvider({ outcome, handOver, graceUntil, receipt }: LedgerAttempt): boolean {
  if (handOver.state === 'WITHDRAWN') return false
  // Held back by an outage or a pause until the packet ended.
  if (outcome === 'ABANDONED' && handOver.state === 'FAILED') return false
  return graceUntil === null || receipt !== null
}
