/** Arbitrary events of a delivery, in any order, repeated or senseless; only their times never decrease. */
import fc from 'fast-check'
import type { Action } from '../action'
import { choiceWays, type RouteChoice, skipReasons } from '../choice'
import type { Acted, Failed, LedgerEvent } from '../events'
import {
  type CancelReason,
  type Fault,
  faultCodes,
  type Hold,
  type LookupError,
  type Unreachable,
} from '../reason'

const at = fc.integer({ min: 0, max: 120_000 })
const attempt = fc.integer({ min: 1, max: 5 })
const provider = fc.constantFrom('RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE')
const reason = fc.constantFrom(null, 'blocked number')

/** Monotonic clocks measure fractions of a millisecond. */
const latencyMs = fc.double({ min: 0, max: 5_000, noNaN: true })

const choice: fc.Arbitrary<RouteChoice> = fc.record({
  by: fc.constantFrom(...choiceWays),
  skipped: fc.array(fc.record({ provider, why: fc.constantFrom(...skipReasons) }), { maxLength: 4 }),
  share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  medianMs: fc.option(latencyMs),
})

const fault: fc.Arbitrary<Fault> = fc.record({
  code: fc.constantFrom(...faultCodes),
  errno: fc.constantFrom(null, 'EAI_AGAIN'),
})

const unreachable: fc.Arbitrary<Unreachable> = fc.oneof(
  fc.record({
    code: fc.constantFrom(...faultCodes),
    errno: fc.constantFrom(null, 'EPROTO'),
    also: fc.array(fault, { maxLength: 2 }),
  }),
  fc.constant({ code: 'ERROR_STATUS' as const, status: 503 }),
  fc.constant({ code: 'NOT_CONFIGURED' as const }),
  fc.constant({ code: 'HAND_OVER_FAILED' as const, error: 'a payload is too large' }),
)

const hold: fc.Arbitrary<Hold> = fc.constantFrom<Hold[]>(
  { is: 'paused', words: 'maintenance' },
  { is: 'resuming', percent: 12, inMs: 4_200 },
)

const lookupError = fc.constantFrom<LookupError[]>(
  { code: 'ROUTING_ERROR', words: 'IO Error' },
  { code: 'WORKER_BUSY' },
)

const answer = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), status: fc.constant(202), latencyMs }),
  fc.record({
    kind: fc.constant('rejected' as const),
    status: fc.constant(422),
    latencyMs,
    reason: fc.constantFrom(
      { code: 'REJECTED' as const, status: 422, redirect: null },
      { code: 'REJECTED' as const, status: 302, redirect: 'https://carrier.example/v2' },
    ),
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('unreachable' as const),
    status: fc.constantFrom(null, 503),
    latencyMs: fc.option(latencyMs),
    reason: unreachable,
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('outage' as const),
    reason: unreachable,
    mayHaveArrived: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('takenBack' as const) }),
  fc.record({ kind: fc.constant('paused' as const), hold }),
  fc.record({
    kind: fc.constant('unsent' as const),
    why: fc.constantFrom('withdrawn' as const, 'expired' as const),
    mayHaveArrived: fc.boolean(),
  }),
)

/** The fields that every event has. */
function happening<T extends LedgerEvent['type']>(type: T) {
  return { type: fc.constant(type), at }
}

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action[]>({ do: 'fail-over' }, { do: 'confirm' }, { do: 'refuse' }),
  fc.record({ do: fc.constant('extend' as const), byMs: fc.integer({ min: 1_000, max: 86_400_000 }) }),
  fc.record({ do: fc.constantFrom('skip' as const, 'prefer' as const), provider }),
)

const acted: fc.Arbitrary<Acted> = fc.record({
  ...happening('acted'),
  id: fc.nat(1_000).map(String),
  attempt: fc.integer({ min: 0, max: 5 }),
  action,
  by: fc.record({ who: fc.constantFrom(null, 'Ada'), reason: fc.constant('the customer waits') }),
})

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    ...happening('routeChosen'),
    provider,
    receiptTimeoutMs: fc.constant(10_000),
    settlingMs: fc.constant(120_000),
    recall: fc.boolean(),
    choice,
  }),
  fc.record({
    ...happening('routeWaited'),
    wait: fc.oneof(
      fc.record({ why: fc.constant('paused' as const), hold }),
      fc.record({
        why: fc.constant('unavailable' as const),
        drained: fc.array(provider, { minLength: 1, maxLength: 4 }),
        broken: fc.array(provider, { maxLength: 4 }),
      }),
    ),
  }),
  fc.record({ ...happening('lookupFailed'), error: lookupError, nextTryAt: fc.option(at) }),
  fc.record(happening('noRouteLeft')),
  fc.record({ ...happening('handedOverAgain'), attempt }),
  fc.record({ ...happening('handOverAnswered'), attempt, answer }),
  fc.record({ ...happening('withdrawalAsked'), attempt }),
  fc.record({ ...happening('receiptArrived'), attempt, receivedAt: at, delivered: fc.boolean(), reason }),
  { weight: 4, arbitrary: acted },
  fc.record({
    ...happening('deadlinePassed'),
    attempt,
    intakeUp: fc.boolean(),
    graceMs: fc.constant(30_000),
  }),
  fc.record({ ...happening('recallAsked'), attempt }),
  fc.record({
    ...happening('recallAnswered'),
    attempt,
    result: fc.constantFrom('RECALLED' as const, 'NOT_RECALLED' as const, 'FAILED' as const),
  }),
  fc.record(happening('expired')),
  fc.record({
    ...happening('canceled'),
    why: fc.constantFrom<CancelReason[]>(
      { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      { code: 'CANCELED_IN_TEMPORAL' },
    ),
  }),
  fc.record({
    ...happening('failed'),
    why: fc.constantFrom<Failed['why'][]>(
      { code: 'INTERNAL', error: 'x is not a function' },
      { code: 'CONTENTS_LOST' },
    ),
  }),
)

export const story = fc.array(event, { maxLength: 80 }).map((events) => events.sort((a, b) => a.at - b.at))

/** The packet's own limits; half of the packets never expire. */
export const limits = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 5 }),
  expiresAt: fc.option(fc.integer({ min: 1, max: 120_000 })),
})
