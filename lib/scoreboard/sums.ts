/** What one provider did in some span of time, in sums that add up however the span is cut. */
import { type AttemptKind, attemptKinds } from './counted'
import { Histogram } from './histogram'

/** So many attempts that are alike. */
export interface AttemptSum {
  readonly provider: string
  readonly kind: AttemptKind
  readonly late: boolean
  readonly doubled: boolean
  /** What their receipts said, and the bucket of the time that they took; null without one. */
  readonly receipt: { readonly delivered: boolean; readonly bucket: number } | null
  readonly count: number
}

export type Counts = Record<AttemptKind, number> & {
  attempts: number
  /** Of the silent: ones whose receipt came after the deadline. */
  late: number
  /** Packets that it confirmed and another provider confirmed as well. */
  doubled: number
}

export class ProviderSums {
  readonly counts: Counts = {
    ...(Object.fromEntries(attemptKinds.map((kind) => [kind, 0])) as Record<AttemptKind, number>),
    attempts: 0,
    late: 0,
    doubled: 0,
  }
  /** From the hand-over to the receipt, in time or late, by what the receipt said. */
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
