/** The one sentence that says what happened to a packet and why. */
import { formatDuration } from './duration'
import { type Ledger, type LedgerAttempt, pendingAttempt, recalledAttempt, wasRejected } from './ledger'
import type { PacketStatus } from './packet'
import { graceInWords, waitingInWords } from './wait-words'

export function explain(ledger: Ledger): string {
  const told = ledger.attempts.flatMap((attempt) => tell(attempt) ?? []).map(withoutStop)
  const closing = closings[ledger.status](ledger, told.length > 0)
  const sentence = [...told, ...(closing === null ? [] : [closing])].join(', ')
  // It begins with our own words, or with a provider's name, which stays as its owner writes it.
  const begun = told.length > 0 ? sentence : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** The sentence goes on after it. */
function withoutStop(words: string): string {
  return words.replace(/[\s.,;:]+$/, '')
}

function tell(attempt: LedgerAttempt): string | null {
  const { provider } = attempt
  switch (attempt.outcome) {
    case 'PENDING':
      return null
    case 'ACKNOWLEDGED': {
      const span = formatDuration((attempt.receipt?.receivedAt ?? 0) - attempt.transmittedAt)
      return `${provider} confirmed ${attempt.late ? 'late, ' : ''}after ${span}${contradiction(attempt)}`
    }
    case 'TIMED_OUT':
      return `${provider} gave ${attempt.reason ?? 'no receipt in time'}${denial(attempt)}`
    case 'REFUSED':
      return `${provider} ${attempt.reason ?? 'refused'}`
    case 'REJECTED':
      return `${provider} rejected the hand-over: ${attempt.reason ?? 'no reason given'}${denial(attempt)}`
    case 'UNREACHABLE':
      return `${provider} could not be reached: ${attempt.reason ?? 'no reason given'}${denial(attempt)}`
    case 'ABANDONED':
      return attempt.handOver.state === 'WITHDRAWN'
        ? `${provider} was never handed it`
        : `${provider} was no longer waited for${denial(attempt)}`
  }
}

/** A refusal that came when this provider was not waited for any more. */
function denial({ receipt, late }: LedgerAttempt): string {
  if (receipt === null) return ''
  return `, then refused${late ? ' late' : ''}`
}

/** What else its provider said, before or after it confirmed. */
function contradiction(attempt: LedgerAttempt): string {
  if (!attempt.contradicted) return ''
  if (attempt.recall?.result === 'RECALLED') return ', but also agreed to stop it'
  return wasRejected(attempt) ? ', but also rejected it' : ', but also refused it'
}

type Closing = (ledger: Ledger, anythingTold: boolean) => string | null

const closings: Record<PacketStatus, Closing> = {
  ROUTING: (ledger) => routing(ledger),
  TRANSMITTING: (ledger) => transmitting(ledger),
  DELIVERED: (ledger) => delivered(ledger),
  NO_ROUTE: (_, told) => (told ? 'no provider is left to try' : 'no provider could be tried'),
  EXHAUSTED: (ledger) => `and the limit of ${attemptsInWords(ledger.maxAttempts)} is reached`,
  EXPIRED: (_, told) => (told ? 'then it expired' : 'it expired before any provider could be tried'),
  FAILED: (ledger) => ledger.failure ?? 'the delivery failed',
  CANCELED: (ledger) => `canceled: ${ledger.canceled ?? 'no reason given'}`,
}

function routing(ledger: Ledger): string {
  const recalled = recalledAttempt(ledger)
  if (recalled !== undefined) return `asking ${recalled.provider} to stop`
  if (ledger.lookup === null) return waitingInWords(ledger) ?? 'looking up a route'
  return `the route look-up failed (${ledger.lookup.lastError}) and is tried again`
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
  const although = canceled === null ? [] : [`although it had been canceled: ${canceled}`]
  const closing = [...twice, ...although].join(', ')
  return closing === '' ? null : closing
}

function attemptsInWords(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`
}
