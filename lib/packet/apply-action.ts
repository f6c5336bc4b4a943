/** Operators' actions. An action is refused if the packet has moved on since the operator saw the named attempt. */
import { mostActions } from './action'
import { applyReceipt } from './apply-receipt'
import { receiptTimeoutRange } from './bounds'
import { failAttempt, isExpired, isNotThere } from './ending'
import type { Acted } from './events'
import {
  type Ledger,
  type LedgerAction,
  type LedgerAttempt,
  pendingAttempt,
  wishesOf,
  withAttempt,
} from './ledger'
import { hasBegun, hasEnded } from './packet'
import { whyNot } from './words'

export function applyAction(ledger: Ledger, event: Acted): Ledger {
  if (actedAs(ledger, event) !== undefined || refusalOf(ledger, event) !== null) return ledger
  const { id, at, attempt, action, by } = event
  const { who, reason } = by
  const changed = effectOf(ledger, event)
  return { ...changed, actions: [...ledger.actions, { id, at, attempt, action, who, reason }] }
}

/** The action that was recorded under this id. */
export function actedAs({ actions }: Ledger, { id }: Pick<Acted, 'id'>): LedgerAction | undefined {
  return actions.find((each) => each.id === id)
}

function effectOf(ledger: Ledger, { at, attempt: number, action, by }: Acted): Ledger {
  const attempt = ledger.attempts.find((each) => each.number === number)
  switch (action.do) {
    case 'skip':
    case 'prefer':
      return ledger
    case 'fail-over': {
      if (attempt === undefined) return ledger
      const reason = { code: 'FAILED_OVER', ...by } as const
      return failAttempt(ledger, attempt, at, { outcome: 'ABANDONED', reason, settled: isNotThere(attempt) })
    }
    case 'extend':
      return attempt === undefined ? ledger : withAttempt(ledger, number, extended(attempt, at, action.byMs))
    case 'confirm':
    case 'refuse': {
      const receipt = { type: 'receiptArrived', at, attempt: number, receivedAt: at } as const
      const { who, reason } = by
      return applyReceipt(ledger, { ...receipt, delivered: action.do === 'confirm', reason, byHand: { who } })
    }
  }
}

/** Adds time to the deadline or grace, or to the present time if that has passed unnoticed. */
function extended(
  { deadline, graceUntil }: LedgerAttempt,
  at: number,
  byMs: number,
): Pick<LedgerAttempt, 'deadline' | 'graceUntil'> {
  if (graceUntil !== null) return { deadline, graceUntil: Math.max(graceUntil, at) + byMs }
  return { deadline: Math.max(deadline, at) + byMs, graceUntil }
}

/** Why the action does not apply to the packet as it is, in one sentence; null if it applies. */
export function refusalOf(ledger: Ledger, event: Pick<Acted, 'at' | 'attempt' | 'action'>): string | null {
  if (ledger.actions.length >= mostActions) return whyNot.tooMany(mostActions)
  const { action } = event
  switch (action.do) {
    case 'fail-over':
      return whyNotUnderWay(ledger, event) ?? whyLast(ledger, event.at)
    case 'extend':
      return whyNotUnderWay(ledger, event) ?? whyTooLong(ledger, event.at, action.byMs)
    case 'skip':
    case 'prefer':
      return whyNotOpen(ledger, event) ?? whyNotChosen(ledger, action.do, action.provider)
    case 'confirm':
    case 'refuse':
      return whyNotSaid(ledger, event.attempt, action.do === 'confirm')
  }
}

type Seen = Pick<Acted, 'attempt'>

/** For actions on the attempt under way. */
function whyNotUnderWay(ledger: Ledger, { attempt: seen }: Seen): string | null {
  const { status } = ledger
  if (!hasBegun(status)) return whyNot.notBegun(status)
  if (hasEnded(status)) return whyNot.ended(status)
  if (seen > ledger.attempts.length) return whyNot.noAttempt(seen)
  const pending = pendingAttempt(ledger)
  if (pending === undefined) return whyNot.routing(seen)
  return pending.number === seen ? null : whyNot.otherAttempt(pending, seen)
}

/** For actions on the attempts that follow the latest one. */
function whyNotOpen(ledger: Ledger, { attempt: seen, at }: Pick<Acted, 'attempt' | 'at'>): string | null {
  const { status, attempts } = ledger
  if (hasEnded(status)) return whyNot.ended(status)
  if (isExpired(ledger, at)) return whyNot.expired()
  if (attempts.length === seen) return null
  const latest = attempts.at(-1)
  return latest === undefined ? whyNot.noAttempt(seen) : whyNot.otherAttempt(latest, seen)
}

function whyLast(ledger: Ledger, at: number): string | null {
  const { attempts, maxAttempts } = ledger
  if (attempts.length >= maxAttempts) return whyNot.lastAttempt(maxAttempts)
  return isExpired(ledger, at) ? whyNot.expired() : null
}

function whyTooLong(ledger: Ledger, at: number, byMs: number): string | null {
  const attempt = pendingAttempt(ledger)
  if (attempt === undefined) return null
  const { state } = attempt.handOver
  if (state === 'FAILED' || state === 'WITHDRAWN') return whyNot.heldBack(attempt.provider)
  const { deadline, graceUntil } = extended(attempt, at, byMs)
  const most = receiptTimeoutRange.max
  return (graceUntil ?? deadline) - attempt.transmittedAt > most
    ? whyNot.tooLong(attempt.provider, most)
    : null
}

function whyNotChosen(ledger: Ledger, wish: 'skip' | 'prefer', provider: string): string | null {
  if (pendingAttempt(ledger)?.provider === provider) return whyNot.hasIt(provider, wish)
  if (ledger.attempts.some((attempt) => attempt.provider === provider)) return whyNot.tried(provider)
  const { skipped, preferred } = wishesOf(ledger)
  if (skipped.includes(provider)) return whyNot.skipped(provider)
  if (wish === 'skip') return null
  const pending = pendingAttempt(ledger)
  if (pending !== undefined && ledger.attempts.length >= ledger.maxAttempts)
    return whyNot.lastAttempt(ledger.maxAttempts)
  return preferred === provider ? whyNot.preferred(provider) : null
}

function whyNotSaid(ledger: Ledger, number: number, delivered: boolean): string | null {
  const attempt = ledger.attempts.find((each) => each.number === number)
  if (attempt === undefined)
    return hasBegun(ledger.status) ? whyNot.noAttempt(number) : whyNot.notBegun(ledger.status)
  const { provider, receipt, handOver, mayHaveArrived } = attempt
  if (receipt !== null && (receipt.delivered || !delivered)) return whyNot.said(provider, receipt.delivered)
  if (receipt !== null || mayHaveArrived) return null
  if (handOver.state === 'SENDING') return whyNot.sending(provider)
  const isUnsent = handOver.state !== 'ACCEPTED' && handOver.status === null
  return isUnsent ? whyNot.unsent(provider) : null
}
