/**
 * The rules of a delivery: one event in, the new ledger out. Events that cannot matter any more (a second
 * deadline, a route chosen after the end) leave the ledger as it is, so callers may race freely.
 */
import { applyAction } from './apply-action'
import { applyDeadline } from './apply-deadline'
import { applyExpiry } from './apply-expiry'
import { applyHandedOverAgain, applyHandOver } from './apply-hand-over'
import { applyLookupFailure, applyNoRoute, applyRoute, applyRouteWait } from './apply-look-up'
import { applyRecallAnswered, applyRecallAsked } from './apply-recall'
import { applyReceipt } from './apply-receipt'
import { applyWithdrawalAsked } from './apply-withdrawal'
import { withDelays } from './delays'
import { abandonPending, end, isExpired } from './ending'
import type { Canceled, Failed, LedgerEvent, Queued } from './events'
import { type Ledger, type LedgerAction, pendingAttempt, recalledAttempt } from './ledger'
import { hasBegun, hasEnded } from './packet'
import type { CancelReason } from './reason'

export function apply(ledger: Ledger, event: LedgerEvent): Ledger {
  const next = dispatch(ledger, event)
  if (next === ledger) return ledger
  return withDelays(ledger, { ...next, updatedAt: Math.max(ledger.updatedAt, event.at) }, event)
}

/**
 * At a packet's turn and at its time, its delivery begins, or waits for the time or for the end of quiet hours.
 *
 * @param quietUntil end of the quiet hours that `at` falls into; null if it falls into none
 */
export function takeTurn(ledger: Ledger, at: number, quietUntil: number | null): Ledger {
  const begun = apply(ledger, { type: 'begun', at })
  if (begun.status !== 'ROUTING') return begun
  const waits = ledger.status === 'QUEUED' && ledger.deliverAt !== null && at < ledger.deliverAt
  if (waits) return { ...ledger, status: 'SCHEDULED', updatedAt: at }
  return quietUntil === null || ledger.atAnyHour
    ? begun
    : { ...ledger, status: 'SCHEDULED', quietUntil, updatedAt: at }
}

/** End of the quiet hours at a destination; null if `at` is outside them. Times are milliseconds since the epoch. */
export type QuietRule = (destination: string, at: number) => number | null

function dispatch(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case 'begun':
      return hasBegun(ledger.status) ? ledger : applyBegun(ledger, event.at)
    case 'queued':
      return ledger.status === 'SCHEDULED' ? applyQueued(ledger, event) : ledger
    case 'rescheduled':
      return ledger.status === 'SCHEDULED'
        ? { ...ledger, deliverAt: event.deliverAt, quietUntil: event.quietUntil }
        : ledger
    case 'routeChosen':
    case 'lookupFailed':
    case 'noRouteLeft':
    case 'routeWaited':
      return isRouting(ledger) ? applyLookUp(ledger, event) : ledger
    case 'handedOverAgain':
      return applyHandedOverAgain(ledger, event)
    case 'handOverAnswered':
      return applyHandOver(ledger, event)
    case 'withdrawalAsked':
      return applyWithdrawalAsked(ledger, event)
    case 'receiptArrived':
      return applyReceipt(ledger, event)
    case 'acted':
      return applyAction(ledger, event)
    case 'deadlinePassed':
      return applyDeadline(ledger, event)
    case 'recallAsked':
      return applyRecallAsked(ledger, event)
    case 'recallAnswered':
      return applyRecallAnswered(ledger, event)
    case 'expired':
      return applyExpiry(ledger, event.at)
    case 'canceled':
      return hasEnded(ledger.status) ? ledger : applyCancel(ledger, event)
    case 'failed':
      return hasEnded(ledger.status) ? ledger : applyFailure(ledger, event)
  }
}

function applyBegun(ledger: Ledger, at: number): Ledger {
  if (isExpired(ledger, at)) return applyExpiry(ledger, at)
  return { ...ledger, status: 'ROUTING', begunAt: at }
}

/** The packet's time has come, or was brought forward. */
function applyQueued(ledger: Ledger, { at, atAnyHour }: Queued): Ledger {
  const deliverAt = ledger.deliverAt === null ? null : Math.min(ledger.deliverAt, at)
  return { ...ledger, status: 'QUEUED', deliverAt, quietUntil: null, atAnyHour }
}

type LookUpEvent = Extract<
  LedgerEvent,
  { type: 'routeChosen' | 'lookupFailed' | 'noRouteLeft' | 'routeWaited' }
>

/** After the expiry no provider gets the packet, whatever the routing service says. */
function applyLookUp(ledger: Ledger, event: LookUpEvent): Ledger {
  if (isExpired(ledger, event.at)) return applyExpiry(ledger, event.at)
  switch (event.type) {
    case 'routeChosen':
      return applyRoute(ledger, event)
    case 'lookupFailed':
      return applyLookupFailure(ledger, event)
    case 'noRouteLeft':
      return applyNoRoute(ledger, event)
    case 'routeWaited':
      return applyRouteWait(ledger, event)
  }
}

function isRouting(ledger: Ledger): boolean {
  if (ledger.status !== 'ROUTING') return false
  return pendingAttempt(ledger) === undefined && recalledAttempt(ledger) === undefined
}

function applyCancel(ledger: Ledger, event: Canceled): Ledger {
  const { at, why } = event
  const abandoned = abandonPending(ledger, at, { code: 'CANCELED' })
  const actions =
    why.code === 'CANCELED_BY_OPERATOR' ? [...ledger.actions, cancelOf(ledger, at, why)] : ledger.actions
  return end({ ...abandoned, lookup: null, canceled: why, actions }, 'CANCELED', at)
}

function cancelOf({ attempts }: Ledger, at: number, { who, words }: CanceledBy): LedgerAction {
  return { id: null, at, who, reason: words, attempt: attempts.length, action: { do: 'cancel' } }
}

type CanceledBy = Extract<CancelReason, { code: 'CANCELED_BY_OPERATOR' }>

/** A provider that has the packet may still confirm it, so its attempt stays unsettled, as after a cancellation. */
function applyFailure(ledger: Ledger, event: Failed): Ledger {
  const abandoned = abandonPending(ledger, event.at, { code: 'FAILED' })
  return end({ ...abandoned, lookup: null }, 'FAILED', event.at, event.why)
}
