/**
 * Counts of times in buckets that grow by a fixed ratio, so that hours merge by adding and the room stays bounded.
 * A time is known again to within 4 %: the middle of a bucket is at most √1.08 away from either end.
 */

const growth = 1.08
/** Ends beyond the longest deadline plus the longest settling window: four days. */
const lastBucket = 1 + bucketAbove(4 * 86_400_000)

/** The most by which a time read from its bucket can be off, as a share of it. */
export const relativeError = Math.sqrt(growth) - 1

function bucketAbove(ms: number): number {
  return Math.floor(Math.log(ms) / Math.log(growth)) + 1
}

/** The bucket of a time in milliseconds; below one there is only bucket 0, and nothing lies beyond the last. */
export function bucketOf(ms: number): number {
  if (ms < 1) return 0
  const guess = Math.min(lastBucket, bucketAbove(ms))
  // Logarithms round: a time that is an edge belongs to the bucket that begins there.
  if (ms < startOf(guess)) return guess - 1
  return guess < lastBucket && ms >= startOf(guess + 1) ? guess + 1 : guess
}

/** Where a bucket begins, in milliseconds; it ends where the next begins. */
export function startOf(bucket: number): number {
  return bucket === 0 ? 0 : growth ** (bucket - 1)
}

/** How many times fell into each bucket that has any. */
export class Histogram {
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
