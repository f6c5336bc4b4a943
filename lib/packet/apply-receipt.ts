/** A receipt is never dropped: one in time decides, a late one corrects, a repeated one changes nothing. */
import { abandonPending, end, failAttempt } from './ending'
import type { ReceiptArrived } from './events'
import { type Ledger, type LedgerAttempt, wasRejected, withAttempt } from './ledger'
import type { AttemptReason } from './reason'

export function applyReceipt(ledger: Ledger, event: ReceiptArrived): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined) return ledger
  // The clock of the process that took the receipt may be behind the workflow's.
  const told = { ...event, at: Math.max(event.at, attempt.transmittedAt) }
  if (attempt.receipt !== null) return applyRepeat(ledger, attempt, attempt.receipt.delivered, told)
  return told.delivered ? confirm(ledger, attempt, told) : refuse(ledger, attempt, told)
}

/** Of two receipts that disagree, "delivered" stands: a confirmed packet is never shown as failed. */
function applyRepeat(
  ledger: Ledger,
  attempt: LedgerAttempt,
  delivered: boolean,
  event: ReceiptArrived,
): Ledger {
  if (delivered === event.delivered) return attest(ledger, attempt, event)
  if (event.delivered) return confirm(ledger, { ...attempt, contradicted: true }, event)
  return attempt.contradicted ? ledger : withAttempt(ledger, attempt.number, { contradicted: true })
}

/** The provider says the same as an operator did: its receipt is the better evidence and replaces the operator's. */
function attest(ledger: Ledger, attempt: LedgerAttempt, event: ReceiptArrived): Ledger {
  if (!attempt.receipt?.byHand || event.byHand !== undefined) return ledger
  return withAttempt(ledger, attempt.number, recorded(attempt, event))
}

function confirm(ledger: Ledger, attempt: LedgerAttempt, event: ReceiptArrived): Ledger {
  const confirmed = withAttempt(ledger, attempt.number, {
    ...recorded(attempt, event),
    outcome: 'ACKNOWLEDGED',
    endedAt: event.at,
    reason: null,
    contradicted: attempt.contradicted || wasDenied(attempt),
  })
  if (confirmed.status === 'DELIVERED') return confirmed
  const overtaken = abandonPending(confirmed, event.at, { code: 'OVERTAKEN', by: attempt.provider })
  const delivered = { ...overtaken, deliveredBy: attempt.number, lookup: null }
  return end(delivered, 'DELIVERED', event.at)
}

/** The provider had said before that it would not deliver the packet, or that it had not taken it at all. */
function wasDenied(attempt: LedgerAttempt): boolean {
  return attempt.recall?.result === 'RECALLED' || (attempt.settled && wasRejected(attempt))
}

function refuse(ledger: Ledger, attempt: LedgerAttempt, event: ReceiptArrived): Ledger {
  const change = recorded(attempt, event)
  if (attempt.outcome !== 'PENDING') return withAttempt(ledger, attempt.number, change)
  const reason = reasonOf(event)
  return failAttempt(ledger, attempt, event.at, { ...change, outcome: 'REFUSED', reason })
}

function reasonOf({ reason, byHand }: ReceiptArrived): AttemptReason {
  if (byHand === undefined) return { code: 'REFUSED', words: reason }
  return { code: 'REFUSED_BY_HAND', who: byHand.who, reason: reason ?? '' }
}

/** Until the hand-over is answered, the start of the provider's time is unknown, but it cannot have run out. */
function isLate({ handOver, deadline, outcome }: LedgerAttempt, { receivedAt }: ReceiptArrived): boolean {
  if (handOver.state === 'SENDING') return false
  return receivedAt > deadline || outcome === 'TIMED_OUT'
}

function recorded(attempt: LedgerAttempt, event: ReceiptArrived) {
  return {
    receipt: {
      receivedAt: event.receivedAt,
      delivered: event.delivered,
      reason: event.reason,
      providerReference: event.providerReference ?? null,
      byHand: event.byHand !== undefined,
    },
    late: isLate(attempt, event),
    settled: true,
  }
}
