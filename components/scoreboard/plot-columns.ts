/** A histogram as columns of equal width on a linear axis that begins at zero. Times are in milliseconds. */
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import type { Bin } from '@/lib/scoreboard/sums'

export interface Column {
  /** Where it begins and ends, as shares of the axis. */
  readonly from: number
  readonly to: number
  readonly confirmed: number
  readonly refused: number
}

const usualSpanMs = 10_000

/**
 * Holds both time-outs, the present and the recommended, and nearly all receipts; a few that took very long must not
 * press the rest together.
 */
export function axisEnd({ receiptTimeoutMs, recommended, histogram, receiptMs }: ScoreboardRow): number {
  const timeoutMs = Math.max(receiptTimeoutMs ?? 0, recommended.timeoutMs ?? 0)
  const longest = histogram.at(-1)?.toMs ?? 0
  const worthSeeing = 3 * Math.max(receiptTimeoutMs ?? 0, receiptMs?.p90 ?? 0)
  const end = Math.max(timeoutMs * 1.1, Math.min(longest, worthSeeing))
  return end === 0 ? usualSpanMs : end
}

/** Receipts of a bin that several columns share are spread evenly; what lies beyond the axis is left out. */
export function columnsOf(bins: readonly Bin[], endMs: number, count: number): Column[] {
  const width = endMs / count
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index * width, (index + 1) * width]
    let confirmed = 0
    let refused = 0
    for (const bin of bins) {
      const share = overlap(bin, from, to)
      confirmed += bin.confirmed * share
      refused += bin.refused * share
    }
    return { from: index / count, to: (index + 1) / count, confirmed, refused }
  })
}

function overlap({ fromMs, toMs }: Bin, from: number, to: number): number {
  return Math.max(0, Math.min(toMs, to) - Math.max(fromMs, from)) / (toMs - fromMs)
}

/** Receipts that the axis has no room for. */
export function beyond(bins: readonly Bin[], endMs: number): number {
  const within = columnsOf(bins, endMs, 1).reduce((sum, each) => sum + each.confirmed + each.refused, 0)
  const all = bins.reduce((sum, each) => sum + each.confirmed + each.refused, 0)
  return Math.round(all - within)
}
