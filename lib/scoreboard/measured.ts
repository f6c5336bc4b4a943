import type { Measured } from '@/lib/packet/quality'
import { binsOf, quantile } from './bins'
import type { ProviderSums } from './sums'

/** What routing by quality goes by; null for a provider that was not tried. */
export function measuredOf(sums: ProviderSums | undefined): Measured | null {
  if (sums === undefined) return null
  const { attempts, abandoned, confirmed } = sums.counts
  const median = quantile(binsOf(sums), 0.5)
  return { attempts: attempts - abandoned, confirmed, medianMs: median === null ? null : Math.round(median) }
}
