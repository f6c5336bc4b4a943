import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger } from './ledger'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)
const hour = 3_600_000

function handedOver(expiresAt: number | null = null): Ledger {
  const events: LedgerEvent[] = [
    { type: 'routeChosen', at: t0, provider: 'RouteA', receiptTimeoutMs: 10_000, settlingMs: 120_000 },
    {
      type: 'handOverAnswered',
      at: t0 + 40,
      attempt: 1,
      answer: { kind: 'accepted', status: 202, latencyMs: 40 },
    },
  ]
  return events.reduce(apply, openLedger(t0, 4, expiresAt))
}

function deadline(at: number, intakeUp: boolean, change: { graceMs?: number } = {}) {
  return {
    type: 'deadlinePassed',
    at: t0 + at,
    attempt: 1,
    intakeUp,
    graceMs: 30_000,
    ...change,
  } as const
}

function untilOf(ledger: Ledger): number {
  const decision = decide(ledger)
  if (decision.do !== 'awaitReceipt') throw new Error(`It is to ${decision.do}.`)
  return decision.until - t0
}

/** Passes deadlines while the intake is down, until the attempt ends or its grace lasts longer than `ms`. */
function downFor(ms: number, from = handedOver(), graceMs = 30_000): { ledger: Ledger; questions: number } {
  let ledger = from
  for (let questions = 0; ; questions++) {
    if (decide(ledger).do !== 'awaitReceipt' || untilOf(ledger) > ms) return { ledger, questions }
    ledger = apply(ledger, deadline(untilOf(ledger), false, { graceMs }))
  }
}

const first = apply(handedOver(), deadline(10_000, false))

describe('a grace', () => {
  it('ends the attempt when receipts could be taken since it began', () => {
    expect(untilOf(first)).toBe(40_000)
    const ended = apply(first, deadline(40_000, true))
    expect(ended).toMatchObject({ status: 'ROUTING', attempts: [{ outcome: 'TIMED_OUT', settled: false }] })
    expect(ended.attempts[0]?.reason).toEqual({
      code: 'NO_RECEIPT',
      withinMs: 10_000,
      graceMs: 30_000,
      outageWentOn: false,
    })
    expect(explain(ended)).toContain('no receipt within 10 s, nor in 30 s of grace after an outage of ours')
  })

  it('is followed by another one when receipts could not be taken', () => {
    const second = apply(first, deadline(40_000, false))
    expect(untilOf(second)).toBe(70_000)
    expect(flagsOf(second)).toEqual(['grace'])
    expect(apply(second, deadline(70_000, true)).status).toBe('ROUTING')
  })

  it('is followed by another one when its end passed while Temporal or every worker was down', () => {
    const second = apply(first, deadline(50_000, true))
    expect(untilOf(second)).toBe(80_000)
    expect(apply(second, deadline(81_000, true)).status).toBe('ROUTING')
  })

  it('is not given when the settings allow none', () => {
    const none = apply(handedOver(), deadline(10_000, false, { graceMs: 0 }))
    expect(apply(none, deadline(10_001, false, { graceMs: 0 })).status).toBe('ROUTING')
  })

  it('takes a receipt as long as it lasts, however often it was renewed', () => {
    const long = downFor(2 * hour).ledger
    const at = t0 + untilOf(long) - 1
    const receipt = { type: 'receiptArrived', attempt: 1, delivered: true, reason: null } as const
    expect(apply(long, { ...receipt, at, receivedAt: at })).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 1,
    })
  })
})

describe('an outage of days', () => {
  it('is checked less and less often: after a tenth of the time waited, up to 5 minutes', () => {
    const day = downFor(24 * hour)
    expect(day.questions).toBeLessThan(330)
    expect(untilOf(downFor(hour).ledger) - hour).toBeLessThanOrEqual(300_000)
  })

  it('gets 72 hours of grace, after which the attempt fails and the sentence says that the outage went on', () => {
    const { ledger, questions } = downFor(Number.POSITIVE_INFINITY)
    expect(questions).toBeLessThan(1_000)
    expect(ledger).toMatchObject({ status: 'ROUTING', attempts: [{ outcome: 'TIMED_OUT', settled: false }] })
    expect(explain(ledger)).toBe(
      'RouteA gave no receipt within 10 s, nor in 72 h of grace after an outage of ours, which went on, looking up a route.',
    )
  })

  it('leaves the next provider one grace', () => {
    const { ledger } = downFor(Number.POSITIVE_INFINITY)
    const { updatedAt: at } = ledger
    const next: LedgerEvent[] = [
      { type: 'routeChosen', at, provider: 'RouteB', receiptTimeoutMs: 10_000, settlingMs: 0 },
      {
        type: 'handOverAnswered',
        at,
        attempt: 2,
        answer: { kind: 'accepted', status: 202, latencyMs: 0 },
      },
      { ...deadline(at - t0 + 10_000, false), attempt: 2 },
    ]
    const given = next.reduce(apply, ledger)
    expect(given.attempts[1]).toMatchObject({ outcome: 'PENDING', graceUntil: at + 40_000 })
    const over = apply(given, { ...deadline(at - t0 + 40_000, false), attempt: 2 })
    expect(over.attempts[1]?.outcome).toBe('TIMED_OUT')
  })

  it('gets grace up to the expiry, after which no other provider would be tried', () => {
    const { ledger } = downFor(Number.POSITIVE_INFINITY, handedOver(t0 + hour))
    expect(ledger).toMatchObject({ status: 'EXPIRED', endedAt: t0 + hour })
  })
})

describe('the explanation of a grace', () => {
  it('names the outage of the intake, since when it may have lasted, and how long the provider has', () => {
    expect(explain(first)).toBe(
      'Waiting for receipts: our intake was not up all the time since 10:42:07 UTC, so RouteA has until 10:42:47 UTC.',
    )
    expect(explain(apply(first, deadline(40_000, false)))).toContain(
      'since 10:42:07 UTC, so RouteA has until 10:43:17 UTC',
    )
  })

  it('names a deadline that passed unnoticed', () => {
    expect(explain(apply(handedOver(), deadline(15_000, true)))).toBe(
      'Waiting for receipts: Temporal or every worker was away when its time ran out at 10:42:17 UTC, so RouteA has until 10:42:52 UTC.',
    )
  })

  it('names the days when it lasts over midnight', () => {
    expect(explain(downFor(14 * hour).ledger)).toMatch(
      /since 2026-11-21 10:42:07 UTC, so RouteA has until 2026-11-22 00:/,
    )
  })
})
