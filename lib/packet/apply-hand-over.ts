/** A provider's answer to the hand-over: it can end an attempt badly, but never well. */
import { applyExpiry } from './apply-expiry'
import { waitLonger } from './apply-look-up'
import { failAttempt, isExpired } from './ending'
import type { HandedOverAgain, HandOverAnswer, HandOverAnswered } from './events'
import { type Ledger, type LedgerAttempt, pendingAttempt, withAttempt } from './ledger'
import type { HandOver } from './packet'

/** A hand-over that began later than this after it was due was held up by us, not by the provider. */
const toleratedDelayMs = 2000

export function applyHandOver(ledger: Ledger, event: HandOverAnswered): Ledger {
  const attempt = ledger.attempts.find((candidate) => candidate.number === event.attempt)
  if (attempt === undefined || attempt.handOver.state !== 'SENDING') return ledger
  const handOver = handOverOf(event.answer)
  const mayHaveArrived = attempt.mayHaveArrived || mayArriveBy(event.answer)
  const answered = withAttempt(ledger, attempt.number, { handOver, mayHaveArrived })
  if (attempt.outcome === 'PENDING') return answerPending(answered, { ...attempt, mayHaveArrived }, event)
  if (event.answer.kind === 'accepted' || mayHaveArrived) return answered
  return withAttempt(answered, attempt.number, { settled: true })
}

function answerPending(ledger: Ledger, attempt: LedgerAttempt, event: HandOverAnswered): Ledger {
  const { answer, at } = event
  switch (answer.kind) {
    case 'accepted':
      return {
        ...withAttempt(ledger, attempt.number, startedAt(attempt, at - Math.round(answer.latencyMs))),
        waiting: null,
      }
    case 'rejected':
      return failAttempt(ledger, attempt, at, { outcome: 'REJECTED', reason: answer.reason, settled: true })
    case 'unreachable':
      return failAttempt(ledger, attempt, at, {
        outcome: 'UNREACHABLE',
        reason: answer.reason,
        settled: !attempt.mayHaveArrived,
      })
    case 'outage':
      return holdBack(ledger, at, answer.why ?? 'outage', answer.reason)
  }
}

/** Our outage, or a pause, costs the provider nothing: the attempt stays its own and is handed over again. */
function holdBack(ledger: Ledger, at: number, why: 'outage' | 'paused', detail: string): Ledger {
  if (isExpired(ledger, at)) return applyExpiry(ledger, at)
  return { ...ledger, waiting: waitLonger(ledger, { at, why, detail }) }
}

export function applyHandedOverAgain(ledger: Ledger, event: HandedOverAgain): Ledger {
  const attempt = pendingAttempt(ledger)
  if (attempt?.number !== event.attempt || attempt.handOver.state !== 'FAILED') return ledger
  if (isExpired(ledger, event.at)) return applyExpiry(ledger, event.at)
  return withAttempt(ledger, attempt.number, {
    transmittedAt: event.at,
    deadline: event.at + attempt.deadline - attempt.transmittedAt,
    handOver: { state: 'SENDING', status: null, latencyMs: null },
  })
}

/** Moves the deadline when the hand-over began late: the provider gets its whole time. */
function startedAt(attempt: LedgerAttempt, start: number): Partial<LedgerAttempt> {
  const delay = start - attempt.transmittedAt
  if (delay <= toleratedDelayMs) return {}
  return { transmittedAt: start, deadline: attempt.deadline + delay }
}

function mayArriveBy(answer: HandOverAnswer): boolean {
  return (answer.kind === 'unreachable' || answer.kind === 'outage') && answer.mayHaveArrived
}

function handOverOf(answer: HandOverAnswer): HandOver {
  if (answer.kind === 'outage') return { state: 'FAILED', status: null, latencyMs: null }
  const state = answer.kind === 'accepted' ? 'ACCEPTED' : 'FAILED'
  const latencyMs = answer.latencyMs === null ? null : Math.round(answer.latencyMs)
  return { state, status: answer.status, latencyMs }
}
