/** No receipt before the deadline: the provider failed, unless we were the ones who could not hear it. */
import { formatDuration } from './duration'
import { failAttempt } from './ending'
import type { DeadlinePassed } from './events'
import { type Ledger, withAttempt } from './ledger'

/** A timer that fires later than this shows that Temporal or every worker was down. */
const toleratedLatenessMs = 2000

export function applyDeadline(ledger: Ledger, event: DeadlinePassed): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined || attempt.outcome !== 'PENDING') return ledger
  if (attempt.handOver.state === 'FAILED' || ledger.waiting !== null) return ledger
  if (event.at < (attempt.graceUntil ?? attempt.deadline)) return ledger
  const overslept = event.at - attempt.deadline > toleratedLatenessMs
  if (attempt.graceUntil === null && (overslept || !event.intakeUp)) {
    return withAttempt(ledger, attempt.number, { graceUntil: event.at + event.graceMs })
  }
  return failAttempt(ledger, attempt, event.at, {
    outcome: 'TIMED_OUT',
    reason: `no receipt within ${formatDuration(attempt.deadline - attempt.transmittedAt)}`,
    settled: false,
  })
}
