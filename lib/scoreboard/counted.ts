/** What one attempt says of its provider, once its packet has ended. */
import type { Ledger, LedgerAttempt, LedgerReceipt } from '@/lib/packet/ledger'
import type { AttemptOutcome } from '@/lib/packet/packet'

/**
 * Every attempt is in exactly one of them. `silent`: no receipt before the deadline, whatever came later.
 * `abandoned`: it was not waited for to the end, because of a cancellation, because another provider confirmed, or because
 * an operator failed over or gave the receipt in its place.
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

export interface CountedAttempt {
  readonly number: number
  readonly provider: string
  readonly kind: AttemptKind
  /** Silent, and its receipt came after the deadline. */
  readonly late: boolean
  /** It was confirmed, and so was another attempt of the same packet. */
  readonly doubled: boolean
  /** What its receipt said, in time or late, and how many milliseconds after the hand-over; null without one. */
  readonly receipt: { readonly delivered: boolean; readonly ms: number } | null
}

/** The attempts that tell something of their providers. */
export function countedAttempts({ attempts }: Ledger): CountedAttempt[] {
  const confirmed = attempts.filter(({ outcome }) => outcome === 'ACKNOWLEDGED')
  return attempts.filter(tellsOfProvider).map((attempt) => {
    const { number, provider, transmittedAt } = attempt
    const receipt = receiptOf(attempt)
    // An excused receipt came again after an outage of ours: how long the provider took is not known.
    const excused = isExcused(attempt)
    const late = attempt.late && receipt !== null && !excused
    const ms = Math.max(0, (receipt?.receivedAt ?? 0) - transmittedAt)
    return {
      number,
      provider,
      kind: kindOf(attempt, late),
      late,
      doubled: confirmed.length > 1 && confirmed.includes(attempt),
      receipt: receipt === null || excused ? null : { delivered: receipt.delivered, ms },
    }
  })
}

/** What its provider said. */
function receiptOf({ receipt }: LedgerAttempt): LedgerReceipt | null {
  return receipt?.byHand ? null : receipt
}

/** What was never sent to a provider says nothing about it, nor does silence while we could not have heard it. */
function tellsOfProvider(attempt: LedgerAttempt): boolean {
  const { outcome, handOver, graceUntil } = attempt
  if (handOver.state === 'WITHDRAWN') return false
  // Held back by an outage or a pause until the packet ended.
  if (outcome === 'ABANDONED' && handOver.state === 'FAILED') return false
  return graceUntil === null || receiptOf(attempt) !== null
}

/** Our own outage held the deadline open, and the receipt came while it was. */
function isExcused(attempt: LedgerAttempt): boolean {
  const { graceUntil } = attempt
  const receipt = receiptOf(attempt)
  return graceUntil !== null && receipt !== null && receipt.receivedAt <= graceUntil
}

function kindOf({ outcome, receipt, late: isLate }: LedgerAttempt, late: boolean): AttemptKind {
  if (receipt?.byHand) return isLate ? 'silent' : 'abandoned'
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
