/**
 * Sums for one provider over a span of time. Sums of adjacent spans can be added. Receipt times are counted in buckets
 * that grow by a fixed ratio, so that hours merge by addition and memory stays bounded. A time is read back with an
 * error of at most 4 %: a bucket's middle is at most a factor of √1.08 from either end. Times are in milliseconds.
 */
import type { Measured } from '@/lib/packet/quality'
import { type AttemptKind, attemptKinds } from './counted'

const growth = 1.08
/** The end of the last bucket lies beyond the longest deadline plus the longest settling window (four days). */
const lastBucket = 1 + bucketAbove(4 * 86_400_000)

/** The largest relative error of a time that is read from its bucket. */
export const relativeError = Math.sqrt(growth) - 1

function bucketAbove(ms: number): number {
  return Math.floor(Math.log(ms) / Math.log(growth)) + 1
}

/** The bucket of a time. Times below one millisecond are in bucket 0; very long times are in the last bucket. */
export function bucketOf(ms: number): number {
  if (ms < 1) return 0
  const guess = Math.min(lastBucket, bucketAbove(ms))
  // Logarithms round, so correct the guess: a time on an edge belongs to the bucket that begins there.
  if (ms < startOf(guess)) return guess - 1
  return guess < lastBucket && ms >= startOf(guess + 1) ? guess + 1 : guess
}

/** The lower bound of a bucket in milliseconds. The upper bound is the start of the next bucket. */
export function startOf(bucket: number): number {
  return bucket === 0 ? 0 : growth ** (bucket - 1)
}

/** The number of times in each bucket that is not empty. */
class Histogram {
  readonly #counts = new Map<number, number>()

  add(bucket: number, count: number): void {
    this.#counts.set(bucket, this.in(bucket) + count)
  }

  in(bucket: number): number {
    return this.#counts.get(bucket) ?? 0
  }

  buckets(): number[] {
    return [...this.#counts.keys()]
  }
}

/** The number of attempts that are alike. */
export interface AttemptSum {
  readonly provider: string
  readonly kind: AttemptKind
  readonly late: boolean
  readonly doubled: boolean
  /** The result in the receipts and the bucket of their times; null without a receipt. */
  readonly receipt: { readonly delivered: boolean; readonly bucket: number } | null
  readonly count: number
}

type Counts = Record<AttemptKind, number> & {
  attempts: number
  /** Silent attempts whose receipt came after the deadline. */
  late: number
  /** Packets that both this provider and another one confirmed. */
  doubled: number
}

export class ProviderSums {
  readonly counts: Counts = {
    ...(Object.fromEntries(attemptKinds.map((kind) => [kind, 0])) as Record<AttemptKind, number>),
    attempts: 0,
    late: 0,
    doubled: 0,
  }
  /** Times from hand-over to receipt, in time or late, by the receipt's result. */
  readonly confirmedTimes = new Histogram()
  readonly refusedTimes = new Histogram()

  add({ kind, late, doubled, receipt, count }: AttemptSum): void {
    this.counts.attempts += count
    this.counts[kind] += count
    if (late) this.counts.late += count
    if (doubled) this.counts.doubled += count
    if (receipt === null) return
    const times = receipt.delivered ? this.confirmedTimes : this.refusedTimes
    times.add(receipt.bucket, count)
  }
}

/** The sums of each provider. */
export function sumsByProvider(sums: readonly AttemptSum[]): Map<string, ProviderSums> {
  const providers = new Map<string, ProviderSums>()
  for (const sum of sums) {
    const known = providers.get(sum.provider) ?? new ProviderSums()
    providers.set(sum.provider, known)
    known.add(sum)
  }
  return providers
}

/** Receipts that took at least `fromMs` and less than `toMs`. */
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
 * The time within which this share of the receipts came, by nearest rank; null without receipts. The relative error is
 * at most `relativeError`.
 */
export function quantile(bins: readonly Bin[], share: number): number | null {
  const bin = binAt(bins, share)
  return bin === null ? null : Math.sqrt(bin.fromMs * bin.toMs)
}

/** A time within which at least this share of the receipts came: the end of the quantile's bin. */
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

/** The measurements for routing by quality; null for a provider without attempts. */
export function measuredOf(sums: ProviderSums | undefined): Measured | null {
  if (sums === undefined) return null
  const { attempts, abandoned, confirmed } = sums.counts
  const median = quantile(binsOf(sums), 0.5)
  return { attempts: attempts - abandoned, confirmed, medianMs: median === null ? null : Math.round(median) }
}
