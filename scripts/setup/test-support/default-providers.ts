// The providers of a fresh clone, for tests: the lists in the files belong to whoever has put real carriers into them.
import type { ProviderConfig } from '@/lib/contract/provider-config'

/** @param origin where the simulator listens */
export function defaultProviders(origin: string): ProviderConfig[] {
  return ['A', 'B', 'C', 'D', 'E'].map((letter) => ({
    name: `Route${letter}`,
    url: `${origin}/carriers/Route${letter}/transmit`,
    handOverSecretEnv: `ROUTE_${letter}_HANDOVER_SECRET`,
    receiptSecretEnv: `ROUTE_${letter}_RECEIPT_SECRET`,
    receiptTimeoutMs: 10_000,
    ...('BD'.includes(letter) && { recall: true }),
  }))
}
