/** How attempts and deliveries come to an end. */
import { type Ledger, type LedgerAttempt, pendingAttempt, withAttempt } from './ledger'
import type { AttemptOutcome, EndStatus } from './packet'
import type { AttemptReason, FailureReason } from './reason'

/** The delivery ends with this status. */
export function end(
  ledger: Ledger,
  status: EndStatus,
  at: number,
  failure: FailureReason | null = null,
): Ledger {
  return { ...ledger, status, endedAt: at, failure, waiting: null }
}

/** Whether the packet's expiry has passed. */
export function isExpired(ledger: Ledger, at: number): boolean {
  return ledger.expiresAt !== null && at >= ledger.expiresAt
}

/** A pending attempt did not deliver: the next provider is due, unless the limit or the expiry is reached. */
export function failAttempt(
  ledger: Ledger,
  attempt: LedgerAttempt,
  at: number,
  failure: { outcome: AttemptOutcome; reason: AttemptReason; settled: boolean } & Partial<LedgerAttempt>,
): Ledger {
  const failed = withAttempt(ledger, attempt.number, { endedAt: at, ...failure })
  if (failed.attempts.length >= failed.maxAttempts) return end(failed, 'EXHAUSTED', at)
  if (isExpired(failed, at)) return end(failed, 'EXPIRED', at)
  return { ...failed, status: 'ROUTING', waiting: null }
}

/** Stops waiting for the pending attempt, though its provider may still deliver the packet. */
export function abandonPending(ledger: Ledger, at: number, reason: AttemptReason): Ledger {
  const attempt = pendingAttempt(ledger)
  if (attempt === undefined) return ledger
  const settled = isNotThere(attempt)
  return withAttempt(ledger, attempt.number, { outcome: 'ABANDONED', endedAt: at, reason, settled })
}

/** Whether the attempt's provider cannot have the packet. */
export function isNotThere({ handOver: { state }, mayHaveArrived }: LedgerAttempt): boolean {
  return (state === 'FAILED' || state === 'WITHDRAWN') && !mayHaveArrived
}
