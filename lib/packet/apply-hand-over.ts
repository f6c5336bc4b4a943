/** A provider's answer to the hand-over: it can end an attempt badly, but never well. */
import { failAttempt } from './ending'
import type { HandOverAnswer, HandOverAnswered } from './events'
import { type Ledger, type LedgerAttempt, withAttempt } from './ledger'
import type { HandOver } from './packet'

/** A hand-over that began later than this after it was due was held up by us, not by the provider. */
const toleratedDelayMs = 2000

export function applyHandOver(ledger: Ledger, event: HandOverAnswered): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined || attempt.handOver.state !== 'SENDING') return ledger
  const answered = withAttempt(ledger, attempt.number, { handOver: handOverOf(event.answer) })
  if (attempt.outcome === 'PENDING') return answerPending(answered, attempt, event)
  if (event.answer.kind === 'accepted' || mayHaveArrived(event.answer)) return answered
  return withAttempt(answered, attempt.number, { settled: true })
}

function answerPending(ledger: Ledger, attempt: LedgerAttempt, event: HandOverAnswered): Ledger {
  const { answer, at } = event
  switch (answer.kind) {
    case 'accepted':
      return withAttempt(ledger, attempt.number, startedAt(attempt, at - Math.round(answer.latencyMs)))
    case 'rejected':
      return failAttempt(ledger, attempt, at, { outcome: 'REJECTED', reason: answer.reason, settled: true })
    case 'unreachable':
      return failAttempt(ledger, attempt, at, {
        outcome: 'UNREACHABLE',
        reason: answer.reason,
        settled: !answer.mayHaveArrived,
      })
  }
}

/** Moves the deadline when the hand-over began late: the provider gets its whole time. */
function startedAt(attempt: LedgerAttempt, start: number): Partial<LedgerAttempt> {
  const delay = start - attempt.transmittedAt
  if (delay <= toleratedDelayMs) return {}
  return { transmittedAt: start, deadline: attempt.deadline + delay }
}

function mayHaveArrived(answer: HandOverAnswer): boolean {
  return answer.kind === 'unreachable' && answer.mayHaveArrived
}

function handOverOf(answer: HandOverAnswer): HandOver {
  const state = answer.kind === 'accepted' ? 'ACCEPTED' : 'FAILED'
  const latencyMs = answer.latencyMs === null ? null : Math.round(answer.latencyMs)
  return { state, status: answer.status, latencyMs }
}
