// The providers of a fresh clone, for tests. The real files cannot be used, because people may add their own carriers.
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
