/** What can happen to a delivery, in any order, repeated or senseless; only time goes on. */
import fc from 'fast-check'
import { choiceWays, type RouteChoice, skipReasons } from '../choice'
import type { LedgerEvent } from '../events'

const at = fc.integer({ min: 0, max: 120_000 })
const attempt = fc.integer({ min: 1, max: 5 })
const provider = fc.constantFrom('RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE')
const reason = fc.constantFrom(null, 'blocked number')

/** Clocks that measure spans give fractions of a millisecond. */
const latencyMs = fc.double({ min: 0, max: 5_000, noNaN: true })

const choice: fc.Arbitrary<RouteChoice> = fc.record({
  by: fc.constantFrom(...choiceWays),
  skipped: fc.array(fc.record({ provider, why: fc.constantFrom(...skipReasons) }), { maxLength: 4 }),
  share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  medianMs: fc.option(latencyMs),
})

const answer = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), status: fc.constant(202), latencyMs }),
  fc.record(
    {
      kind: fc.constant('rejected' as const),
      status: fc.constant(422),
      latencyMs,
      reason: fc.constant('it answered 422'),
      mayHaveArrived: fc.boolean(),
    },
    { requiredKeys: ['kind', 'status', 'latencyMs', 'reason'] },
  ),
  fc.record({
    kind: fc.constant('unreachable' as const),
    status: fc.constantFrom(null, 503),
    latencyMs: fc.option(latencyMs),
    reason: fc.constant('the connection broke'),
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('outage' as const),
    reason: fc.constant('its host name could not be looked up'),
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('unsent' as const),
    why: fc.constantFrom('withdrawn' as const, 'expired' as const),
    reason: fc.constant('nobody wants it sent any more'),
  }),
)

/** What every event has. */
function happening<T extends LedgerEvent['type']>(type: T) {
  return { type: fc.constant(type), at }
}

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    ...happening('routeChosen'),
    provider,
    receiptTimeoutMs: fc.constant(10_000),
    settlingMs: fc.constant(120_000),
    recall: fc.boolean(),
    choice,
    tracked: fc.boolean(),
  }),
  fc.record({
    ...happening('routeWaited'),
    why: fc.constantFrom('paused' as const, 'unavailable' as const),
    detail: fc.constantFrom(null, 'RouteA drained'),
  }),
  fc.record({ ...happening('lookupFailed'), error: fc.constant('IO Error'), nextTryAt: fc.option(at) }),
  fc.record(happening('noRouteLeft')),
  fc.record({ ...happening('handedOverAgain'), attempt }),
  fc.record({ ...happening('handOverAnswered'), attempt, answer }),
  fc.record({ ...happening('handOverLost'), attempt }),
  fc.record({ ...happening('withdrawalAsked'), attempt }),
  fc.record({ ...happening('receiptArrived'), attempt, receivedAt: at, delivered: fc.boolean(), reason }),
  fc.record({
    ...happening('deadlinePassed'),
    attempt,
    intakeUp: fc.boolean(),
    again: fc.boolean(),
    graceMs: fc.constant(30_000),
  }),
  fc.record({ ...happening('recallAsked'), attempt }),
  fc.record({
    ...happening('recallAnswered'),
    attempt,
    result: fc.constantFrom('RECALLED' as const, 'NOT_RECALLED' as const, 'FAILED' as const),
  }),
  fc.record(happening('expired')),
  fc.record({ ...happening('canceled'), reason: fc.constant('wrong number') }),
)

export const story = fc.array(event, { maxLength: 80 }).map((events) => events.sort((a, b) => a.at - b.at))

/** The packet's own limits; half of the packets never expire. */
export const limits = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 5 }),
  expiresAt: fc.option(fc.integer({ min: 1, max: 120_000 })),
})
