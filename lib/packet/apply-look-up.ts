/** The results of a route look-up, including its failures. */
import { backOff, boundedWait } from './back-off'
import { defaultReceiptTimeoutMs } from './bounds'
import type { RouteChoice } from './choice'
import { end } from './ending'
import type { LookupFailed, NoRouteLeft, RouteChosen, RouteWaited } from './events'
import { type Ledger, type LedgerAttempt, type LedgerWaiting, triedProviders } from './ledger'
import type { Wait } from './reason'

/**
 * Makes the event that a route was chosen.
 *
 * @param receiptTimeoutMs the time-out that the packet's sender asked for; null to use the provider's
 * @param at milliseconds since the epoch
 */
export function routeChosen(route: ChosenRoute, receiptTimeoutMs: number | null, at: number): RouteChosen {
  const { provider, settlingMs, recall, choice } = route
  return {
    type: 'routeChosen',
    at,
    provider,
    receiptTimeoutMs: receiptTimeoutMs ?? route.receiptTimeoutMs ?? defaultReceiptTimeoutMs,
    settlingMs,
    ...(recall && { recall }),
    ...(choice && { choice }),
  }
}

type ChosenRoute = Pick<RouteChosen, 'provider' | 'settlingMs' | 'recall' | 'choice'> & {
  receiptTimeoutMs: number | null
}

export function applyRoute(ledger: Ledger, event: RouteChosen): Ledger {
  if (ledger.attempts.length >= ledger.maxAttempts) return ledger
  if (triedProviders(ledger).includes(event.provider)) return ledger
  return {
    ...ledger,
    status: 'TRANSMITTING',
    attempts: [...ledger.attempts, attemptBy(event, ledger.attempts.length + 1)],
    lookup: null,
    waiting: null,
    settlingMs: event.settlingMs,
  }
}

function attemptBy(event: RouteChosen, number: number): LedgerAttempt {
  return {
    number,
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
    graceCause: null,
    graceAt: null,
    graceGivenMs: 0,
    contradicted: false,
    recallable: event.recall ?? false,
    recall: null,
    choice: event.choice ? rounded(event.choice) : null,
    mayHaveArrived: false,
    withdrawing: false,
  }
}

/** Rounds the measurements, since more digits are of no use. */
function rounded(choice: RouteChoice): RouteChoice {
  const { by, skipped, share, medianMs } = choice
  return {
    by,
    skipped: skipped.map(({ provider, why }) => ({ provider, why })),
    share: share === null ? null : Math.round(share * 1000) / 1000,
    medianMs: medianMs === null ? null : Math.round(medianMs),
  }
}

export function applyLookupFailure(ledger: Ledger, event: LookupFailed): Ledger {
  const failures = (ledger.lookup?.failures ?? 0) + (event.error.code === 'WORKER_BUSY' ? 0 : 1)
  const lookup = { failures, lastError: event.error, nextTryAt: event.nextTryAt }
  const failed = { ...ledger, lookup }
  if (event.nextTryAt !== null) return failed
  return end(failed, 'FAILED', event.at, { code: 'ROUTING_GAVE_UP', tries: failures, error: event.error })
}

export function applyNoRoute(ledger: Ledger, event: NoRouteLeft): Ledger {
  return end({ ...ledger, lookup: null }, 'NO_ROUTE', event.at)
}

export function applyRouteWait(ledger: Ledger, event: RouteWaited): Ledger {
  const waiting = waitLonger(ledger, event.at, event.wait)
  const isPaused = event.wait.why === 'paused' && event.wait.hold.is === 'paused'
  return { ...ledger, lookup: null, waiting: isPaused ? { ...waiting, nextTryAt: null } : waiting }
}

/** Continues a wait for the same reason; begins a new one for another reason. */
export function waitLonger(ledger: Ledger, at: number, wait: Wait): LedgerWaiting {
  const since = ledger.waiting?.why === wait.why ? ledger.waiting.since : at
  const isInTurn = wait.why === 'paused' && wait.hold.is === 'resuming'
  return { ...wait, since, nextTryAt: at + (isInTurn ? boundedWait(wait.hold.inMs) : backOff(at - since)) }
}
