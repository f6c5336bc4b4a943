/** The one sentence that says what happened to a packet and why. */
import { formatDuration } from './duration'
import { type Ledger, type LedgerAttempt, pendingAttempt, recalledAttempt } from './ledger'
import type { PacketStatus } from './packet'
import { graceInWords, waitingInWords } from './wait-words'

export function explain(ledger: Ledger): string {
  const told = ledger.attempts.flatMap((attempt) => tell(attempt) ?? [])
  const closing = closings[ledger.status](ledger, told.length > 0)
  const sentence = [...told, ...(closing === null ? [] : [closing])].join(', ')
  return `${capitalised(sentence)}${sentence.endsWith('.') ? '' : '.'}`
}

function tell(attempt: LedgerAttempt): string | null {
  const { provider } = attempt
  switch (attempt.outcome) {
    case 'PENDING':
      return null
    case 'ACKNOWLEDGED': {
      const span = formatDuration((attempt.receipt?.receivedAt ?? 0) - attempt.transmittedAt)
      return `${provider} confirmed ${attempt.late ? 'late, ' : ''}after ${span}`
    }
    case 'TIMED_OUT': {
      const denied = attempt.receipt === null ? '' : ', then refused late'
      return `${provider} gave ${attempt.reason ?? 'no receipt in time'}${denied}`
    }
    case 'REFUSED':
      return `${provider} ${attempt.reason ?? 'refused'}`
    case 'REJECTED':
      return `${provider} rejected the hand-over: ${attempt.reason ?? 'no reason given'}`
    case 'UNREACHABLE':
      return `${provider} could not be reached: ${attempt.reason ?? 'no reason given'}`
    case 'ABANDONED':
      return attempt.handOver.state === 'WITHDRAWN'
        ? `${provider} was never handed it`
        : `${provider} was no longer waited for`
  }
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

function delivered(ledger: Ledger): string | null {
  if (ledger.canceled !== null) return `although it had been canceled: ${ledger.canceled}`
  const confirmed = ledger.attempts.filter((attempt) => attempt.outcome === 'ACKNOWLEDGED')
  return confirmed.length > 1 ? 'so it was delivered twice' : null
}

function attemptsInWords(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`
}

/** Only our own words are capitalised: a provider's name stays as its owner writes it. */
function capitalised(sentence: string): string {
  const ours =
    /^(looking|handing|waiting|asking|it expired|then it|the route|no provider|canceled|although|we were|and the|the delivery)/
  return ours.test(sentence) ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence
}
