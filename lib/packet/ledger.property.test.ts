import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { type Ledger, openLedger } from './ledger'
import { hasEnded } from './packet'

const at = fc.integer({ min: 0, max: 120_000 })
const attempt = fc.integer({ min: 1, max: 5 })
const provider = fc.constantFrom('RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE')
const reason = fc.constantFrom(null, 'blocked number')

/** Clocks that measure spans give fractions of a millisecond. */
const latencyMs = fc.double({ min: 0, max: 5_000, noNaN: true })

const answer = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), status: fc.constant(202), latencyMs }),
  fc.record({
    kind: fc.constant('rejected' as const),
    status: fc.constant(422),
    latencyMs,
    reason: fc.constant('it answered 422'),
  }),
  fc.record({
    kind: fc.constant('unreachable' as const),
    status: fc.constantFrom(null, 503),
    latencyMs: fc.option(latencyMs),
    reason: fc.constant('the connection broke'),
    mayHaveArrived: fc.boolean(),
  }),
)

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    type: fc.constant('routeChosen' as const),
    at,
    provider,
    receiptTimeoutMs: fc.constant(10_000),
  }),
  fc.record({
    type: fc.constant('lookupFailed' as const),
    at,
    error: fc.constant('IO Error'),
    nextTryAt: fc.option(at),
  }),
  fc.record({ type: fc.constant('noRouteLeft' as const), at }),
  fc.record({ type: fc.constant('handOverAnswered' as const), at, attempt, answer }),
  fc.record({
    type: fc.constant('receiptArrived' as const),
    at,
    attempt,
    receivedAt: at,
    delivered: fc.boolean(),
    reason,
  }),
  fc.record({
    type: fc.constant('deadlinePassed' as const),
    at,
    attempt,
    intakeUp: fc.boolean(),
    graceMs: fc.constant(30_000),
  }),
  fc.record({ type: fc.constant('canceled' as const), at, reason: fc.constant('wrong number') }),
)

/** Time goes on; what happens is otherwise in any order, repeated or senseless. */
const story = fc.array(event, { maxLength: 60 }).map((events) => events.sort((a, b) => a.at - b.at))
const limit = fc.integer({ min: 1, max: 5 })

function everyStep(check: (before: Ledger, after: Ledger, event: LedgerEvent) => void): void {
  fc.assert(
    fc.property(story, limit, (events, maxAttempts) => {
      events.reduce(
        (ledger, each) => {
          const next = apply(ledger, each)
          check(ledger, next, each)
          return next
        },
        openLedger(0, maxAttempts),
      )
    }),
    { numRuns: 2_000 },
  )
}

describe('in any order of events a delivery', () => {
  it('never waits for two receipts at once', () => {
    everyStep((_, after) => {
      const pending = after.attempts.filter((each) => each.outcome === 'PENDING')
      expect(pending.length).toBe(after.status === 'TRANSMITTING' ? 1 : 0)
    })
  })

  it('never tries a provider twice, nor more of them than allowed', () => {
    everyStep((_, after) => {
      const tried = after.attempts.map((each) => each.provider)
      expect(new Set(tried).size).toBe(tried.length)
      expect(tried.length).toBeLessThanOrEqual(after.maxAttempts)
    })
  })

  it('ends once: only a "delivered" may correct another ending, and nothing corrects DELIVERED', () => {
    everyStep((before, after, each) => {
      if (!hasEnded(before.status) || after.status === before.status) return
      expect(after.status).toBe('DELIVERED')
      expect(each).toMatchObject({ type: 'receiptArrived', delivered: true })
    })
  })

  it('tries no further provider after a confirmation', () => {
    everyStep((before, after) => {
      if (!before.attempts.some((each) => each.receipt?.delivered)) return
      expect(after.attempts.length).toBe(before.attempts.length)
      expect(after.status).toBe('DELIVERED')
    })
  })

  it('never loses a receipt', () => {
    everyStep((before, after, each) => {
      if (each.type !== 'receiptArrived' || each.attempt > before.attempts.length) return
      expect(after).not.toBe(before)
    })
  })

  it('always knows what to do next and can say what happened', () => {
    everyStep((_, after) => {
      const closes = ['settle', 'close'].includes(decide(after).do)
      const sending = after.attempts.some((each) => each.handOver.state === 'SENDING')
      expect(closes).toBe(hasEnded(after.status) && !sending)
      expect(explain(after)).toMatch(/^\S.*\.$/)
    })
  })

  it('gives every attempt that ended a time and, unless confirmed, a reason', () => {
    everyStep((_, after) => {
      for (const each of after.attempts) {
        expect(each.endedAt === null).toBe(each.outcome === 'PENDING')
        expect(each.reason === null).toBe(each.outcome === 'PENDING' || each.outcome === 'ACKNOWLEDGED')
      }
    })
  })

  it('keeps every time in whole milliseconds, as attributes and memo need it', () => {
    everyStep((_, after) => {
      for (const each of after.attempts) {
        const { transmittedAt, deadline, endedAt, graceUntil, handOver } = each
        const times = [transmittedAt, deadline, endedAt ?? 0, graceUntil ?? 0, handOver.latencyMs ?? 0]
        expect(times.every(Number.isInteger)).toBe(true)
      }
    })
  })

  it('has no ending that its attempts contradict', () => {
    everyStep((_, after) => {
      const confirmed = after.attempts.some((each) => each.outcome === 'ACKNOWLEDGED')
      expect(after.status === 'DELIVERED').toBe(confirmed)
      expect(after.endedAt === null).toBe(!hasEnded(after.status))
    })
  })
})
