/** The one sentence that says what happened to a packet and why. */
import { formatDuration } from './duration'
import {
  dueAt,
  endReasonOf,
  type GraceCause,
  type Ledger,
  type LedgerAction,
  type LedgerAttempt,
  pendingAttempt,
  recalledAttempt,
  wasRejected,
} from './ledger'
import { attemptWords, cancelWords, endWords, listed, lookupWords, waitCauses, waitDetail } from './words'

export function explain(ledger: Ledger): string {
  const told = ledger.attempts.flatMap((attempt) => tell(attempt, ledger) ?? []).map(withoutStop)
  const closing = closingOf(ledger, told.length > 0)
  const sentence = withLateness(
    withFallback([...told, ...(closing === null ? [] : [closing])].join(', '), ledger),
    ledger,
  )
  // Capitalize our own words only: a provider's name stays as its owner writes it.
  const begun = told.length > 0 ? sentence : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** Adds that the built-in rules chose because the routing service failed: its owner may expect another choice. */
function withFallback(sentence: string, { attempts }: Ledger): string {
  const chosen = attempts.filter(({ choice }) => choice?.by === 'fallback').map(({ provider }) => provider)
  if (chosen.length === 0) return sentence
  return `${withoutStop(sentence)}; the routing service failed, so the built-in rules chose ${listed(chosen)}`
}

/** A longer lateness is not chance: Temporal, the store or every worker was down. */
const lateMs = 60_000

function withLateness(sentence: string, ledger: Ledger): string {
  const due = dueAt(ledger)
  const lateBy = due === null || ledger.begunAt === null ? 0 : ledger.begunAt - due
  if (lateBy < lateMs) return sentence
  return `${withoutStop(sentence)}; it was begun ${formatDuration(lateBy)} late`
}

/** Removes the closing punctuation, so that the sentence can go on. */
function withoutStop(words: string): string {
  return words.replace(/[\s.,;:]+$/, '')
}

function tell(attempt: LedgerAttempt, ledger: Ledger): string | null {
  const { provider } = attempt
  const reason = attempt.reason && attemptWords(attempt.reason)
  switch (attempt.outcome) {
    case 'PENDING':
      return null
    case 'ACKNOWLEDGED':
      return `${confirmed(attempt)}${contradiction(attempt, ledger)}`
    case 'TIMED_OUT':
      return `${provider} gave ${reason ?? 'no receipt in time'}${denial(attempt)}`
    case 'REFUSED':
      return `${provider} ${attempt.reason?.code === 'REFUSED_BY_HAND' ? 'was ' : ''}${reason ?? 'refused'}`
    case 'REJECTED':
      return `${provider} rejected the hand-over: ${reason ?? 'no reason given'}${denial(attempt)}`
    case 'UNREACHABLE':
      return `${provider} could not be reached: ${reason ?? 'no reason given'}${denial(attempt)}`
    case 'ABANDONED':
      return `${abandoned(attempt)}${denial(attempt)}`
  }
}

function confirmed({ provider, transmittedAt, receipt, late }: LedgerAttempt): string {
  const span = formatDuration((receipt?.receivedAt ?? 0) - transmittedAt)
  return `${provider} ${receipt?.byHand ? 'was confirmed by hand' : 'confirmed'} ${late ? 'late, ' : ''}after ${span}`
}

function abandoned({ provider, reason, handOver }: LedgerAttempt): string {
  const unsent = handOver.state === 'WITHDRAWN'
  if (reason?.code === 'FAILED_OVER')
    return `${provider} was ${attemptWords(reason)}${unsent ? ' before it was handed it' : ''}`
  return `${provider} was ${unsent ? 'never handed it' : 'no longer waited for'}`
}

/** A refusal that came after the provider was no longer waited for. */
function denial({ receipt, late }: LedgerAttempt): string {
  if (receipt === null) return ''
  return `, then refused${late ? ' late' : ''}`
}

/** What the provider said that contradicts its confirmation, before or after it. */
function contradiction(attempt: LedgerAttempt, { actions }: Ledger): string {
  if (!attempt.contradicted) return ''
  const isRefusal = (each: LedgerAction) => each.action.do === 'refuse' && each.attempt === attempt.number
  if (actions.some(isRefusal)) return ', but also refused by hand'
  if (attempt.recall?.result === 'RECALLED') return ', but also agreed to stop it'
  return wasRejected(attempt) ? ', but also rejected it' : ', but also refused it'
}

function closingOf(ledger: Ledger, anythingTold: boolean): string | null {
  switch (ledger.status) {
    case 'SCHEDULED':
      return scheduled(ledger)
    case 'QUEUED':
      return 'queued until its turn comes'
    case 'ROUTING':
      return routing(ledger)
    case 'TRANSMITTING':
      return transmitting(ledger)
    case 'DELIVERED':
      return delivered(ledger)
    default: {
      const reason = endReasonOf(ledger)
      return reason && endWords(reason, anythingTold)
    }
  }
}

/** "scheduled for 2026-11-30 08:00:00 UTC", "held back by quiet hours until …". */
function scheduled(ledger: Ledger): string {
  const at = dueAt(ledger)
  if (at === null) return 'scheduled'
  const [day, time] = iso(at).split(/[T.]/)
  const isQuiet = ledger.quietUntil !== null && ledger.quietUntil === at
  return `${isQuiet ? 'held back by quiet hours until' : 'scheduled for'} ${day} ${time} UTC`
}

function routing(ledger: Ledger): string {
  const recalled = recalledAttempt(ledger)
  if (recalled !== undefined) return `asking ${recalled.provider} to stop`
  if (ledger.lookup === null) return waitingInWords(ledger) ?? 'looking up a route'
  return `the route look-up failed (${lookupWords(ledger.lookup.lastError)}) and is tried again`
}

function transmitting(ledger: Ledger): string {
  const attempt = pendingAttempt(ledger)
  if (attempt === undefined) return 'handing over'
  const waiting = waitingInWords(ledger)
  if (waiting !== null) return waiting
  if (attempt.graceUntil !== null) return graceInWords(attempt, attempt.graceUntil)
  if (attempt.handOver.state === 'SENDING') return `handing over to ${attempt.provider}`
  return `waiting for the receipt of ${attempt.provider}`
}

function delivered({ attempts, canceled }: Ledger): string | null {
  const times = attempts.filter((attempt) => attempt.outcome === 'ACKNOWLEDGED').length
  const twice = times > 1 ? [`so it was delivered ${times === 2 ? 'twice' : `${times} times`}`] : []
  const although = canceled === null ? [] : [`although it had been ${cancelWords(canceled)}`]
  const closing = [...twice, ...although].join(', ')
  return closing === '' ? null : closing
}

/** "waiting: no provider can be reached since 10:42:07 UTC, next try at 10:42:10 UTC"; null when it does not wait. */
function waitingInWords(ledger: Ledger): string | null {
  const { waiting } = ledger
  if (waiting === null) return null
  const detail = waiting.why === 'outage' ? '' : ` (${waitDetail(waiting)})`
  const { since, nextTryAt } = waiting
  const moment = momentWithin(since, nextTryAt ?? since)
  const cause = `waiting: ${waitCauses[waiting.why]}${detail} since ${moment(since)}`
  const attempt = pendingAttempt(ledger)
  if (attempt?.handOver.state === 'SENDING') return `${cause}, trying ${attempt.provider} again`
  return nextTryAt === null ? cause : `${cause}, next try at ${moment(nextTryAt)}`
}

/**
 * "waiting for receipts: our intake was not up all the time since 10:42:07 UTC, so RouteA has until 10:42:47 UTC".
 * Takes the end of the grace in milliseconds since the epoch.
 */
function graceInWords({ provider, graceCause }: LedgerAttempt, until: number): string {
  if (graceCause === null)
    return `we were down during the attempt, so ${provider} gets more time for its receipt`
  const moment = momentWithin(graceCause.since, until)
  return `waiting for receipts: ${graceCauses[graceCause.why]} ${moment(graceCause.since)}, so ${provider} has until ${moment(until)}`
}

const graceCauses: Record<GraceCause['why'], string> = {
  intake: 'our intake was not up all the time since',
  timer: 'Temporal or every worker was away when its time ran out at',
}

/** Formats moments of a wait; if the wait lasts over midnight, with the date. */
function momentWithin(from: number, to: number): (at: number) => string {
  const sameDay = iso(from).slice(0, 10) === iso(to).slice(0, 10)
  return (at) => {
    const [day, time] = iso(at).split(/[T.]/)
    return sameDay ? `${time} UTC` : `${day} ${time} UTC`
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
