/** A provider's answer to the hand-over: it can fail an attempt, but never confirm one. */
import { applyExpiry } from './apply-expiry'
import { waitLonger } from './apply-look-up'
import { abandonPending, end, failAttempt, isExpired } from './ending'
import type { HandedOverAgain, HandOverAnswer, HandOverAnswered } from './events'
import { type Ledger, type LedgerAttempt, pendingAttempt, withAttempt } from './ledger'
import type { HandOver } from './packet'
import type { Wait } from './reason'

export function applyHandOver(ledger: Ledger, event: HandOverAnswered): Ledger {
  const attempt = beingSent(ledger, event.attempt)
  if (attempt === undefined) return ledger
  const mayHaveArrived = attempt.mayHaveArrived || mayArriveBy(event.answer)
  const handOver = handOverOf(event.answer, mayHaveArrived)
  const answered = withAttempt(ledger, attempt.number, { handOver, mayHaveArrived })
  if (attempt.outcome === 'PENDING') return answerPending(answered, { ...attempt, mayHaveArrived }, event)
  if (event.answer.kind === 'accepted')
    return withAttempt(answered, attempt.number, startedAt(attempt, event))
  if (mayHaveArrived) return answered
  const contradicted = event.answer.kind === 'rejected' && attempt.outcome === 'ACKNOWLEDGED'
  return withAttempt(answered, attempt.number, {
    settled: true,
    contradicted: attempt.contradicted || contradicted,
  })
}

function beingSent({ attempts }: Ledger, number: number): LedgerAttempt | undefined {
  return attempts.find((attempt) => attempt.number === number && attempt.handOver.state === 'SENDING')
}

function answerPending(ledger: Ledger, attempt: LedgerAttempt, event: HandOverAnswered): Ledger {
  const { answer, at } = event
  // A failed attempt, too, counts from when the packet was sent.
  const start = event.sentAt === undefined ? {} : startedAt(attempt, event)
  switch (answer.kind) {
    case 'accepted':
      return { ...withAttempt(ledger, attempt.number, startedAt(attempt, event)), waiting: null }
    case 'rejected':
      return failAttempt(ledger, attempt, at, {
        ...start,
        outcome: 'REJECTED',
        reason: answer.reason,
        settled: !attempt.mayHaveArrived,
      })
    case 'unreachable':
      return failAttempt(ledger, attempt, at, {
        ...start,
        outcome: 'UNREACHABLE',
        reason: answer.reason,
        settled: !attempt.mayHaveArrived,
      })
    case 'outage':
      return holdBack(ledger, at, { why: 'outage', reason: answer.reason })
    case 'paused':
      return holdBack(ledger, at, { why: 'paused', hold: answer.hold })
    case 'takenBack':
      return takeBack(ledger, attempt, at)
    case 'unsent':
      return answer.why === 'lost' ? loseContents(ledger, at) : keepBack(ledger, at, answer.why)
  }
}

/** As if the provider had never been chosen: no attempt is counted, and the provider can be chosen again. */
function takeBack(ledger: Ledger, { number }: LedgerAttempt, at: number): Ledger {
  if (isExpired(ledger, at)) return applyExpiry(ledger, at)
  const attempts = ledger.attempts.filter((attempt) => attempt.number !== number)
  return { ...ledger, status: 'ROUTING', attempts, waiting: null }
}

/** An outage of ours or a pause is not the provider's fault: its attempt stays pending and is handed over again. */
function holdBack(ledger: Ledger, at: number, wait: Wait): Ledger {
  if (isExpired(ledger, at)) return applyExpiry(ledger, at)
  return { ...ledger, waiting: waitLonger(ledger, at, wait) }
}

/**
 * Ends the packet if it expired: the worker that reports `expired` judged by its own clock. An unexpired packet whose
 * pending attempt was not sent stays as it is, and the attempt is handed over again.
 */
function keepBack(ledger: Ledger, at: number, why: 'withdrawn' | 'expired'): Ledger {
  if (ledger.expiresAt === null || (why === 'withdrawn' && !isExpired(ledger, at))) return ledger
  return end(abandonPending(ledger, at, { code: 'EXPIRED' }), 'EXPIRED', at)
}

/** Without contents there is nothing to hand over, to this provider or to another. */
function loseContents(ledger: Ledger, at: number): Ledger {
  return end(abandonPending(ledger, at, { code: 'FAILED' }), 'FAILED', at, { code: 'CONTENTS_LOST' })
}

export function applyHandedOverAgain(ledger: Ledger, event: HandedOverAgain): Ledger {
  const attempt = pendingAttempt(ledger)
  if (attempt?.number !== event.attempt) return ledger
  if (attempt.handOver.state !== 'FAILED' && attempt.handOver.state !== 'WITHDRAWN') return ledger
  if (isExpired(ledger, event.at)) return applyExpiry(ledger, event.at)
  return withAttempt(ledger, attempt.number, {
    transmittedAt: event.at,
    deadline: event.at + attempt.deadline - attempt.transmittedAt,
    handOver: { state: 'SENDING', status: null, latencyMs: null },
  })
}

/**
 * The provider's time begins when the packet is sent, however long the hand-over waited for its turn. The clock of the
 * worker that sent it may differ from ours, so its time is clamped to the events known here.
 */
function startedAt(
  attempt: LedgerAttempt,
  { at, answer, sentAt }: HandOverAnswered,
): Pick<LedgerAttempt, 'transmittedAt' | 'deadline'> {
  const { transmittedAt, deadline, endedAt, receipt } = attempt
  const latencyMs = answer.kind === 'accepted' ? Math.round(answer.latencyMs) : 0
  const start = Math.min(sentAt ?? at - latencyMs, at, endedAt ?? at, receipt?.receivedAt ?? at)
  const delay = Math.max(0, start - transmittedAt)
  return { transmittedAt: transmittedAt + delay, deadline: deadline + delay }
}

function mayArriveBy(answer: HandOverAnswer): boolean {
  return 'mayHaveArrived' in answer && answer.mayHaveArrived
}

const failed: HandOver = { state: 'FAILED', status: null, latencyMs: null }

function handOverOf(answer: HandOverAnswer, mayHaveArrived: boolean): HandOver {
  switch (answer.kind) {
    case 'accepted':
      return { state: 'ACCEPTED', status: answer.status, latencyMs: Math.round(answer.latencyMs) }
    case 'rejected':
    case 'unreachable': {
      const latencyMs = answer.latencyMs === null ? null : Math.round(answer.latencyMs)
      return { state: 'FAILED', status: answer.status, latencyMs }
    }
    case 'outage':
    case 'paused':
      return failed
    case 'takenBack':
    case 'unsent':
      return mayHaveArrived ? failed : { state: 'WITHDRAWN', status: null, latencyMs: null }
  }
}
