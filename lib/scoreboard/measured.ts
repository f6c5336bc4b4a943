import type { Measured } from '@/lib/packet/quality'
import { binsOf, quantile } from './bins'
import type { Board } from './board'

/** What routing by quality goes by; null for a provider that was not tried. */
export function measuredOf(board: Board, provider: string): Measured | null {
  const sums = board.providers.get(provider)
  if (sums === undefined) return null
  const { attempts, abandoned, confirmed } = sums.counts
  const median = quantile(binsOf(sums), 0.5)
  return { attempts: attempts - abandoned, confirmed, medianMs: median === null ? null : Math.round(median) }
}
