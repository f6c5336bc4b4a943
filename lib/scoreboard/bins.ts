/** A histogram as it travels to programs and pages, and what can be read from it. Times are in milliseconds. */
import { startOf } from './histogram'
import type { ProviderSums } from './sums'

/** Receipts that took from `fromMs` up to, not including, `toMs`. */
export interface Bin {
  readonly fromMs: number
  readonly toMs: number
  readonly confirmed: number
  readonly refused: number
}

/** The bins that are not empty, shortest times first. */
export function binsOf({ confirmedTimes, refusedTimes }: ProviderSums): Bin[] {
  const buckets = new Set([...confirmedTimes.buckets(), ...refusedTimes.buckets()])
  return [...buckets]
    .sort((one, other) => one - other)
    .map((bucket) => ({
      fromMs: startOf(bucket),
      toMs: startOf(bucket + 1),
      confirmed: confirmedTimes.in(bucket),
      refused: refusedTimes.in(bucket),
    }))
}

export function receiptsIn(bins: readonly Bin[]): number {
  return bins.reduce((sum, { confirmed, refused }) => sum + confirmed + refused, 0)
}

/**
 * The time that this share of the receipts took at most, by nearest rank; null when there are none. Off by
 * `relativeError` at most.
 */
export function quantile(bins: readonly Bin[], share: number): number | null {
  const bin = binAt(bins, share)
  return bin === null ? null : Math.sqrt(bin.fromMs * bin.toMs)
}

/** A time within which this share of the receipts came for certain: the end of the quantile's bin. */
export function timeThatKeeps(bins: readonly Bin[], share: number): number | null {
  return binAt(bins, share)?.toMs ?? null
}

function binAt(bins: readonly Bin[], share: number): Bin | null {
  const rank = Math.max(1, Math.ceil(receiptsIn(bins) * share))
  let seen = 0
  for (const bin of bins) {
    seen += bin.confirmed + bin.refused
    if (seen >= rank) return bin
  }
  return null
}
