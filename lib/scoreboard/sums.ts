/** What one provider did in some span of time, in sums that add up however the span is cut. */
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { AttemptOutcome } from '@/lib/packet/packet'
import { Histogram } from './histogram'

/**
 * Every attempt is in exactly one of them. `silent`: no receipt before the deadline, whatever came later.
 * `abandoned`: nobody waited to the end, because of a cancellation or because another provider confirmed.
 */
export const attemptKinds = [
  'confirmed',
  'refused',
  'silent',
  'rejected',
  'unreachable',
  'abandoned',
] as const
export type AttemptKind = (typeof attemptKinds)[number]

export type Counts = Record<AttemptKind, number> & {
  attempts: number
  /** Of the silent: ones whose receipt came after the deadline. */
  late: number
  /** Packets that it confirmed and another provider confirmed as well. */
  doubled: number
}

export class ProviderSums {
  readonly counts: Counts = {
    attempts: 0,
    confirmed: 0,
    refused: 0,
    silent: 0,
    rejected: 0,
    unreachable: 0,
    abandoned: 0,
    late: 0,
    doubled: 0,
  }
  /** From the hand-over to the receipt, in time or late, by what the receipt said. */
  readonly confirmedTimes = new Histogram()
  readonly refusedTimes = new Histogram()

  /** @param doubled another attempt of the same packet was confirmed as well */
  add(attempt: LedgerAttempt, doubled: boolean): void {
    const { receipt } = attempt
    const excused = isExcused(attempt)
    const late = attempt.late && receipt !== null && !excused
    this.counts.attempts += 1
    this.counts[kindOf(attempt, late)] += 1
    if (late) this.counts.late += 1
    if (doubled) this.counts.doubled += 1
    // An excused receipt came again after an outage of ours: how long the provider took is not known.
    if (receipt === null || excused) return
    const times = receipt.delivered ? this.confirmedTimes : this.refusedTimes
    times.add(Math.max(0, receipt.receivedAt - attempt.transmittedAt))
  }

  merge(other: ProviderSums): void {
    for (const name of countNames) this.counts[name] += other.counts[name]
    this.confirmedTimes.merge(other.confirmedTimes)
    this.refusedTimes.merge(other.refusedTimes)
  }
}

const countNames = [...attemptKinds, 'attempts', 'late', 'doubled'] as const

/** Our own outage held the deadline open, and the receipt came while it was. */
function isExcused({ graceUntil, receipt }: LedgerAttempt): boolean {
  return graceUntil !== null && receipt !== null && receipt.receivedAt <= graceUntil
}

function kindOf({ outcome, receipt }: LedgerAttempt, late: boolean): AttemptKind {
  if (receipt === null) return kinds[outcome]
  if (late) return 'silent'
  return receipt.delivered ? 'confirmed' : 'refused'
}

const kinds: Record<AttemptOutcome, AttemptKind> = {
  PENDING: 'abandoned',
  ACKNOWLEDGED: 'confirmed',
  REFUSED: 'refused',
  TIMED_OUT: 'silent',
  REJECTED: 'rejected',
  UNREACHABLE: 'unreachable',
  ABANDONED: 'abandoned',
}
