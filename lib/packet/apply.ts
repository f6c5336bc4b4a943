/**
 * The rules of a delivery: one event in, the new ledger out. Events that cannot matter any more (a second
 * deadline, a route chosen after the end) leave the ledger as it is, so callers may race freely.
 */
import { applyDeadline } from './apply-deadline'
import { applyHandOver } from './apply-hand-over'
import { applyReceipt } from './apply-receipt'
import { abandonPending, end } from './ending'
import type { Canceled, LedgerEvent, LookupFailed, NoRouteLeft, RouteChosen } from './events'
import { type Ledger, pendingAttempt, triedProviders } from './ledger'
import { hasEnded } from './packet'

export function apply(ledger: Ledger, event: LedgerEvent): Ledger {
  const next = dispatch(ledger, event)
  return next === ledger ? ledger : { ...next, updatedAt: Math.max(ledger.updatedAt, event.at) }
}

function dispatch(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case 'routeChosen':
      return isRouting(ledger) ? applyRoute(ledger, event) : ledger
    case 'lookupFailed':
      return isRouting(ledger) ? applyLookupFailure(ledger, event) : ledger
    case 'noRouteLeft':
      return isRouting(ledger) ? applyNoRoute(ledger, event) : ledger
    case 'handOverAnswered':
      return applyHandOver(ledger, event)
    case 'receiptArrived':
      return applyReceipt(ledger, event)
    case 'deadlinePassed':
      return applyDeadline(ledger, event)
    case 'canceled':
      return hasEnded(ledger.status) ? ledger : applyCancel(ledger, event)
  }
}

function isRouting(ledger: Ledger): boolean {
  return ledger.status === 'ROUTING' && pendingAttempt(ledger) === undefined
}

function applyRoute(ledger: Ledger, event: RouteChosen): Ledger {
  if (ledger.attempts.length >= ledger.maxAttempts) return ledger
  if (triedProviders(ledger).includes(event.provider)) return ledger
  const attempt = {
    number: ledger.attempts.length + 1,
    provider: event.provider,
    outcome: 'PENDING',
    transmittedAt: event.at,
    deadline: event.at + event.receiptTimeoutMs,
    endedAt: null,
    reason: null,
    handOver: { state: 'SENDING', status: null, latencyMs: null },
    receipt: null,
    late: false,
    settled: false,
    graceUntil: null,
    duplicates: 0,
    contradicted: false,
  } as const
  return { ...ledger, status: 'TRANSMITTING', attempts: [...ledger.attempts, attempt], lookup: null }
}

function applyLookupFailure(ledger: Ledger, event: LookupFailed): Ledger {
  const failures = (ledger.lookup?.failures ?? 0) + 1
  const lookup = { failures, lastError: event.error, nextTryAt: event.nextTryAt }
  const failed = { ...ledger, lookup }
  if (event.nextTryAt !== null) return failed
  const tries = failures === 1 ? '1 try' : `${failures} tries`
  return end(failed, 'FAILED', event.at, `Gave up on getRoute after ${tries}: ${event.error}`)
}

function applyNoRoute(ledger: Ledger, event: NoRouteLeft): Ledger {
  return end({ ...ledger, lookup: null }, 'NO_ROUTE', event.at)
}

function applyCancel(ledger: Ledger, event: Canceled): Ledger {
  const abandoned = abandonPending(ledger, event.at, 'Canceled')
  return end({ ...abandoned, canceled: event.reason }, 'CANCELED', event.at)
}
