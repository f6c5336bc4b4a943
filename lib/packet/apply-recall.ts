/** Asks a silent provider to stop, so that only the next provider delivers the packet. */
import { applyExpiry } from './apply-expiry'
import { isExpired } from './ending'
import type { RecallAnswered, RecallAsked } from './events'
import { type Ledger, type LedgerAttempt, withAttempt } from './ledger'
import type { AttemptReason } from './reason'

/**
 * The attempt to recall before a further provider is tried; only fail-over needs a recall. An attempt whose hand-over
 * is under way is left out, because the packet could arrive after the recall.
 */
export function recallDue(ledger: Ledger): LedgerAttempt | undefined {
  if (ledger.status !== 'ROUTING') return undefined
  return ledger.attempts.find(
    ({ recallable, settled, recall, handOver }) =>
      recallable && !settled && recall === null && handOver.state !== 'SENDING',
  )
}

export function applyRecallAsked(ledger: Ledger, event: RecallAsked): Ledger {
  const due = recallDue(ledger)
  if (due === undefined || due.number !== event.attempt) return ledger
  // No further provider is tried, so a recall has no purpose.
  if (isExpired(ledger, event.at)) return applyExpiry(ledger, event.at)
  return withAttempt(ledger, due.number, { recall: { at: event.at, result: 'ASKED' } })
}

/** Only "recalled" settles the attempt. A receipt that came meanwhile stands, whatever the provider says here. */
export function applyRecallAnswered(ledger: Ledger, event: RecallAnswered): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined || attempt.recall?.result !== 'ASKED') return ledger
  const recall = { at: attempt.recall.at, result: event.result }
  if (event.result !== 'RECALLED') return withAttempt(ledger, attempt.number, { recall })
  const { receipt } = attempt
  if (receipt?.delivered) return withAttempt(ledger, attempt.number, { recall, contradicted: true })
  if (receipt !== null) return withAttempt(ledger, attempt.number, { recall })
  const reason = withRecall(attempt.reason)
  return withAttempt(ledger, attempt.number, { recall, settled: true, reason })
}

function withRecall(reason: AttemptReason | null): AttemptReason | null {
  return reason === null || reason.code === 'RECALLED' ? reason : { code: 'RECALLED', after: reason }
}
