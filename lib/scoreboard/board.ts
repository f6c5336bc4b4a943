/** The sums of all providers over some packets. */
import type { Ledger } from '@/lib/packet/ledger'
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

  /** Counts a packet nothing more can happen to. What was never sent to a provider says nothing about it. */
  fold(packet: Ledger): void {
    this.#packets += 1
    const attempts = packet.attempts.filter(({ handOver }) => handOver.state !== 'WITHDRAWN')
    const confirmed = attempts.filter(({ outcome }) => outcome === 'ACKNOWLEDGED')
    for (const attempt of attempts) {
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
