import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { actedAs, refusalOf } from './apply-action'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { type Ledger, openLedger } from './ledger'
import { hasEnded } from './packet'
import { limits, story } from './test-support/arbitrary-story'

const saysDelivered = expect.toSatisfy(
  (event: LedgerEvent) =>
    (event.type === 'receiptArrived' && event.delivered) ||
    (event.type === 'acted' && event.action.do === 'confirm'),
)

function everyStep(check: (before: Ledger, after: Ledger, event: LedgerEvent) => void): void {
  fc.assert(
    fc.property(story, limits, (events, { maxAttempts, expiresAt }) => {
      events.reduce(
        (ledger, each) => {
          const next = apply(ledger, each)
          check(ledger, next, each)
          return next
        },
        openLedger(0, maxAttempts, expiresAt),
      )
    }),
    { numRuns: 2_000 },
  )
}

describe('a delivery under any order of events', () => {
  it('never waits for two receipts at once', () => {
    everyStep((_, after) => {
      const pending = after.attempts.filter((each) => each.outcome === 'PENDING')
      expect(pending.length).toBe(after.status === 'TRANSMITTING' ? 1 : 0)
    })
  })

  it('never tries a provider twice, nor more providers than allowed', () => {
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
      expect([each]).toContainEqual(saysDelivered)
    })
  })

  it('tries no further provider after a confirmation', () => {
    everyStep((before, after) => {
      if (!before.attempts.some((each) => each.receipt?.delivered)) return
      expect(after.attempts.length).toBe(before.attempts.length)
      expect(after.status).toBe('DELIVERED')
    })
  })

  it('never loses a receipt, and applies each once', () => {
    everyStep((before, after, each) => {
      if (each.type !== 'receiptArrived' || each.attempt > before.attempts.length) return
      const attempt = after.attempts.find(({ number }) => number === each.attempt)
      expect(attempt?.receipt !== null || attempt?.contradicted).toBe(true)
      if (each.delivered) expect(attempt).toMatchObject({ outcome: 'ACKNOWLEDGED' })
      expect(apply(after, each)).toBe(after)
    })
  })

  it('always knows what to do next and can say what happened', () => {
    everyStep((_, after) => {
      const closes = decide(after).do === 'close'
      const sending = after.attempts.some((each) => each.handOver.state === 'SENDING')
      const asking = after.attempts.some((each) => each.recall?.result === 'ASKED')
      expect(closes).toBe(hasEnded(after.status) && !sending && !asking)
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

  it('keeps every time in whole milliseconds, as the store needs it', () => {
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

  it('tries no further provider after its expiry, and no longer waits for one', () => {
    everyStep((before, after, { at }) => {
      if (before.expiresAt === null || at < before.expiresAt) return
      expect(after.attempts.length).toBe(before.attempts.length)
      if (after !== before) expect(after.waiting).toBeNull()
    })
  })

  it('blames no provider for an outage of ours', () => {
    everyStep((before, after, each) => {
      if (each.type !== 'handOverAnswered' || each.answer.kind !== 'outage') return
      const was = before.attempts.find(({ number }) => number === each.attempt)
      if (was?.outcome !== 'PENDING' || after === before) return
      const now = after.attempts.find(({ number }) => number === each.attempt)
      expect(['PENDING', 'ABANDONED']).toContain(now?.outcome)
      expect(after.attempts.length).toBe(before.attempts.length)
    })
  })

  it('waits only while it is under way, and tries again within 5 minutes or once sending is resumed', () => {
    everyStep((_, { status, waiting, updatedAt }) => {
      if (waiting === null) return
      expect(hasEnded(status)).toBe(false)
      if (waiting.nextTryAt === null) return expect(waiting).toMatchObject({ why: 'paused' })
      expect(waiting.nextTryAt - updatedAt).toBeLessThanOrEqual(300_000)
      expect(waiting.since).toBeLessThan(waiting.nextTryAt)
    })
  })

  it('records each action of an operator once, if it applies, and otherwise changes nothing', () => {
    everyStep((before, after, each) => {
      if (each.type !== 'acted')
        return expect(after.actions.slice(0, before.actions.length)).toEqual(before.actions)
      const isTaken = actedAs(before, each) === undefined && refusalOf(before, each) === null
      expect(after.actions.length).toBe(before.actions.length + Number(isTaken))
      if (!isTaken) expect(after).toBe(before)
      expect(apply(after, each)).toBe(after)
    })
  })

  it('fails over and extends only a pending attempt, and skips and prefers only after the latest one', () => {
    everyStep((before, after, each) => {
      if (each.type !== 'acted' || after === before) return
      const { outcome } = before.attempts.find(({ number }) => number === each.attempt) ?? {}
      const { do: name } = each.action
      if (name === 'fail-over' || name === 'extend') expect(outcome).toBe('PENDING')
      if (name === 'skip' || name === 'prefer') expect(each.attempt).toBe(before.attempts.length)
    })
  })

  it('recalls each attempt at most once, and hands the packet to no provider while it asks', () => {
    everyStep((before, after) => {
      const asking = before.attempts.some((each) => each.recall?.result === 'ASKED')
      if (asking) expect(after.attempts.length).toBe(before.attempts.length)
      for (const { number, recall } of before.attempts) {
        const now = after.attempts.find((each) => each.number === number)
        if (recall !== null) expect(now?.recall?.at).toBe(recall.at)
      }
    })
  })
})
