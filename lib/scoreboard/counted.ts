/** What an attempt says about its provider, once its packet has ended. */
import type { Ledger, LedgerAttempt, LedgerReceipt } from '@/lib/packet/ledger'
import type { AttemptOutcome } from '@/lib/packet/packet'

/**
 * Each attempt has exactly one kind. `silent`: no receipt came before the deadline, even if one came later.
 * `abandoned`: the wait for the receipt was cut short by a cancellation, by another provider's confirmation, or by an
 * operator who failed over or gave the receipt by hand.
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
  /** The attempt is silent, and its receipt came after the deadline. */
  readonly late: boolean
  /** The attempt was confirmed, and so was another one of the same packet. */
  readonly doubled: boolean
  /** The receipt's result, in time or late, and its time after the hand-over; null without a receipt. */
  readonly receipt: { readonly delivered: boolean; readonly ms: number } | null
}

/** The attempts that say something about their providers. */
export function countedAttempts({ attempts }: Ledger): CountedAttempt[] {
  const confirmed = attempts.filter(({ outcome }) => outcome === 'ACKNOWLEDGED')
  return attempts.filter(tellsOfProvider).map((attempt) => {
    const { number, provider, transmittedAt } = attempt
    const receipt = receiptOf(attempt)
    // An excused receipt was sent again after our outage, so the provider's real time is not known.
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

/** The provider's receipt; null if an operator gave it by hand. */
function receiptOf({ receipt }: LedgerAttempt): LedgerReceipt | null {
  return receipt?.byHand ? null : receipt
}

/** An attempt says nothing if the hand-over was not sent, or if it was silent while we could not take receipts. */
function tellsOfProvider(attempt: LedgerAttempt): boolean {
  const { outcome, handOver, graceUntil } = attempt
  if (handOver.state === 'WITHDRAWN') return false
  // An outage or a pause held the hand-over back until the packet ended.
  if (outcome === 'ABANDONED' && handOver.state === 'FAILED') return false
  return graceUntil === null || receiptOf(attempt) !== null
}

/** Our own outage extended the deadline, and the receipt came within that grace. */
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
