/** No receipt before the deadline: the provider failed, unless an outage of ours kept us from hearing its receipt. */
import { backOff } from './back-off'
import { failAttempt, isExpired } from './ending'
import type { DeadlinePassed } from './events'
import { type GraceCause, type Ledger, type LedgerAttempt, withAttempt } from './ledger'
import type { HandOverState } from './packet'
import type { AttemptReason } from './reason'

/** A timer that fires later than this shows that Temporal or every worker was down. */
const toleratedLatenessMs = 2000

/** Carriers stop retrying a receipt after some days, and a workflow history has room for about that many checks. */
const mostGraceMs = 72 * 3_600_000

export function applyDeadline(ledger: Ledger, event: DeadlinePassed): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined || attempt.outcome !== 'PENDING') return ledger
  if (!reached[attempt.handOver.state] || ledger.waiting !== null) return ledger
  if (event.at < (attempt.graceUntil ?? attempt.deadline)) return ledger
  const cause = whyUnheard(attempt, event)
  const graceMs = cause === null ? null : graceFor(ledger, attempt, event)
  if (cause !== null && graceMs !== null) {
    return withAttempt(ledger, attempt.number, {
      graceUntil: event.at + graceMs,
      graceCause: cause,
      graceAt: event.at,
      graceGivenMs: attempt.graceGivenMs + graceMs,
    })
  }
  return failAttempt(ledger, attempt, event.at, {
    outcome: 'TIMED_OUT',
    reason: reasonOf(attempt, cause),
    settled: false,
  })
}

/** A provider's time runs only while it has the packet. */
const reached: Record<HandOverState, boolean> = {
  SENDING: true,
  ACCEPTED: true,
  FAILED: false,
  WITHDRAWN: false,
}

/** Why a receipt may have been missed since the hand-over, or since the last grace began; null if none was missed. */
function whyUnheard(attempt: LedgerAttempt, event: DeadlinePassed): GraceCause | null {
  const { graceUntil, graceCause, deadline, transmittedAt } = attempt
  if (!event.intakeUp) {
    return graceCause?.why === 'intake' ? graceCause : { why: 'intake', since: transmittedAt }
  }
  const due = graceUntil ?? deadline
  return event.at - due > toleratedLatenessMs ? { why: 'timer', since: due } : null
}

/**
 * The first grace has the configured length. Further ones grow with the outage, because a carrier's pauses between its
 * tries do; they end at the expiry, after which no other provider is tried anyway. Null for no grace.
 */
function graceFor(ledger: Ledger, attempt: LedgerAttempt, { at, graceMs }: DeadlinePassed): number | null {
  if (attempt.graceUntil === null) return graceMs
  if (graceMs === 0 || isExpired(ledger, at)) return null
  const given = ledger.attempts.reduce((sum, each) => sum + each.graceGivenMs, 0)
  const wanted = Math.max(graceMs, backOff(at - attempt.deadline))
  const left = Math.min(mostGraceMs - given, (ledger.expiresAt ?? Number.POSITIVE_INFINITY) - at)
  return left <= 0 ? null : Math.min(wanted, left)
}

function reasonOf(
  { deadline, transmittedAt, graceGivenMs }: LedgerAttempt,
  cause: GraceCause | null,
): AttemptReason {
  const outageWentOn = graceGivenMs > 0 && cause !== null
  return { code: 'NO_RECEIPT', withinMs: deadline - transmittedAt, graceMs: graceGivenMs, outageWentOn }
}
