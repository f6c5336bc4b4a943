import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { HandOverAnswer, LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil } from './ledger'
import { toPacket } from './view'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)

function ledgerAfter(events: LedgerEvent[], expiresAt: number | null = null): Ledger {
  return events.reduce(apply, openLedger(t0, 4, expiresAt))
}

function route(provider: string, at = 0, recall = false): LedgerEvent {
  const times = { receiptTimeoutMs: 10_000, settlingMs: 120_000 }
  return { type: 'routeChosen', at: t0 + at, provider, recall, ...times }
}

function answered(attempt: number, at: number, answer: HandOverAnswer): LedgerEvent {
  return { type: 'handOverAnswered', at: t0 + at, attempt, answer }
}

const accepted: HandOverAnswer = { kind: 'accepted', status: 202, latencyMs: 40 }
const outage = {
  kind: 'outage',
  reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
  mayHaveArrived: false,
} as const

function deadline(attempt: number, at: number): LedgerEvent {
  return { type: 'deadlinePassed', at: t0 + at, attempt, intakeUp: true, graceMs: 30_000 }
}

function receipt(attempt: number, delivered: boolean, at: number): LedgerEvent {
  return { type: 'receiptArrived', at: t0 + at, attempt, receivedAt: t0 + at, delivered, reason: null }
}

describe('a pause that begins between choice and hand-over', () => {
  it('holds the attempt back and says that sending is paused', () => {
    const hold = { is: 'paused', words: 'typo' } as const
    const paused: HandOverAnswer = { kind: 'paused', hold }
    const kept = ledgerAfter([route('RouteA'), answered(1, 0, paused)])
    expect(kept).toMatchObject({ status: 'TRANSMITTING', waiting: { why: 'paused', hold } })
    expect(decide(kept)).toMatchObject({ do: 'handOverAgain', notBefore: t0 + 1_000 })
    expect(explain(kept)).toContain('all sending is paused (typo) since')
  })
})

describe('an outage of ours', () => {
  const held = ledgerAfter([route('RouteA'), answered(1, 0, outage)])

  it('keeps the attempt for its provider and says since when no provider can be reached', () => {
    expect(held).toMatchObject({ status: 'TRANSMITTING', waiting: { why: 'outage', since: t0 } })
    expect(held.attempts[0]?.outcome).toBe('PENDING')
    expect(flagsOf(held)).toEqual(['waiting'])
    expect(decide(held)).toMatchObject({ do: 'handOverAgain', notBefore: t0 + 1_000 })
    expect(explain(held)).toBe(
      'Waiting: no provider can be reached since 10:42:07 UTC, next try at 10:42:08 UTC.',
    )
  })

  it('waits a tenth of the time waited so far, at least 1 s and at most 5 min', () => {
    const spans = [0, 30_000, 1_800_000, 40_000_000].map((at) => {
      const again: LedgerEvent = { type: 'handedOverAgain', at: t0 + at, attempt: 1 }
      const next = [again, answered(1, at, outage)].reduce(apply, held)
      return (next.waiting?.nextTryAt ?? 0) - (t0 + at)
    })
    expect(spans).toEqual([1_000, 3_000, 180_000, 300_000])
  })

  it('lets no deadline pass, and the provider gets its whole time once it is reached', () => {
    expect(apply(held, deadline(1, 60_000))).toBe(held)
    const again: LedgerEvent = { type: 'handedOverAgain', at: t0 + 60_000, attempt: 1 }
    const trying = apply(held, again)
    expect(explain(trying)).toContain('since 10:42:07 UTC, trying RouteA again')
    const reached = apply(trying, answered(1, 60_040, accepted))
    expect(reached.waiting).toBeNull()
    expect(decide(reached)).toMatchObject({ do: 'awaitReceipt', until: t0 + 70_000 })
  })

  it('that lasts 60 days is retried every 5 min, blames no provider and takes no more room than one of a minute', () => {
    let ledger = held
    let tries = 1
    let longestMs = 0
    let now = t0
    while (now < t0 + 60 * 86_400_000) {
      const decision = decide(ledger)
      if (decision.do !== 'handOverAgain') throw new Error(`It was to ${decision.do}.`)
      longestMs = Math.max(longestMs, decision.notBefore - now)
      now = decision.notBefore
      const again: LedgerEvent = { type: 'handedOverAgain', at: now, attempt: 1 }
      ledger = [again, answered(1, now - t0, outage)].reduce(apply, ledger)
      tries += 1
    }
    expect(longestMs).toBe(300_000)
    expect(tries).toBeGreaterThan(60 * 288)
    expect(JSON.stringify(ledger)).toHaveLength(JSON.stringify(held).length)
    const again: LedgerEvent = { type: 'handedOverAgain', at: now, attempt: 1 }
    const reached = [again, answered(1, now - t0 + 40, accepted), receipt(1, true, now - t0 + 50)]
    ledger = reached.reduce(apply, ledger)
    expect(ledger).toMatchObject({ status: 'DELIVERED', deliveredBy: 1, waiting: null })
    expect(ledger.attempts).toHaveLength(1)
    expect(flagsOf(ledger)).toEqual([])
  })

  it('shows the attempt as not handed over even while the next try is under way', () => {
    const trying = apply(held, { type: 'handedOverAgain', at: t0 + 1_000, attempt: 1 })
    const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r', createdAt: t0 }
    const [attempt] = toPacket(trying, { ...identity, now: 0 }).attempts
    expect(attempt).toMatchObject({ outcome: 'PENDING', handOver: { state: 'FAILED' } })
  })

  it.each([
    [false, null],
    [true, t0 + 5 + 120_000],
  ])('that ends with a cancellation (may have arrived: %s) settles until %s', (mayHaveArrived, until) => {
    const events = [route('RouteA'), answered(1, 0, { ...outage, mayHaveArrived })]
    const canceled: LedgerEvent = {
      type: 'canceled',
      at: t0 + 5,
      why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
    }
    const ledger = ledgerAfter([...events, canceled])
    expect(ledger).toMatchObject({ status: 'CANCELED', waiting: null })
    expect(settlingUntil(ledger)).toBe(until)
  })

  it('keeps in mind that an earlier try may have arrived, when a later one is refused a connection', () => {
    const lost: HandOverAnswer = { ...outage, mayHaveArrived: true }
    const down = { ...outage, kind: 'unreachable', status: null, latencyMs: null } as const
    const ledger = ledgerAfter([
      route('RouteA'),
      answered(1, 0, lost),
      { type: 'handedOverAgain', at: t0 + 1_000, attempt: 1 },
      answered(1, 1_010, down),
    ])
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'UNREACHABLE', settled: false })
  })
})

describe('a recall', () => {
  const silent = ledgerAfter([route('RouteA', 0, true), answered(1, 40, accepted), deadline(1, 10_000)])
  const asked: LedgerEvent = { type: 'recallAsked', at: t0 + 10_000, attempt: 1 }
  const asking = apply(silent, asked)

  function answer(result: 'RECALLED' | 'NOT_RECALLED', at = 10_050): LedgerEvent {
    return { type: 'recallAnswered', at: t0 + at, attempt: 1, result }
  }

  it('comes before the next look-up', () => {
    expect(decide(silent)).toMatchObject({ do: 'recall', attempt: { provider: 'RouteA' } })
    expect(decide(asking)).toEqual({ do: 'awaitRecall' })
    expect(explain(asking)).toBe('RouteA gave no receipt within 10 s, asking RouteA to stop.')
    expect(apply(asking, route('RouteB', 10_010))).toBe(asking)
  })

  it('is not asked for once the packet has expired: no other provider gets it', () => {
    const expiring = { ...silent, expiresAt: t0 + 10_000 }
    expect(apply(expiring, asked)).toMatchObject({ status: 'EXPIRED', attempts: [{ recall: null }] })
    expect(apply({ ...silent, expiresAt: t0 + 10_001 }, asked).status).toBe('ROUTING')
  })

  it('settles the attempt when the provider says "recalled"', () => {
    const recalled = [answer('RECALLED'), route('RouteB', 10_060)].reduce(apply, asking)
    expect(recalled.attempts[0]).toMatchObject({ settled: true, outcome: 'TIMED_OUT' })
    expect(flagsOf(recalled)).toEqual([])
    expect(explain(recalled)).toMatch(/^RouteA gave no receipt within 10 s, so it was recalled, handing over/)
  })

  it('leaves the attempt unsettled when the provider says anything else', () => {
    const open = [answer('NOT_RECALLED'), route('RouteB', 10_060)].reduce(apply, asking)
    expect(open.attempts[0]).toMatchObject({ settled: false, recall: { result: 'NOT_RECALLED' } })
    expect(flagsOf(open)).toEqual(['risk'])
  })

  it('is overtaken by a receipt that comes meanwhile', () => {
    const confirmed = apply(asking, receipt(1, true, 10_020))
    expect(confirmed).toMatchObject({ status: 'DELIVERED', deliveredBy: 1 })
    expect(decide(confirmed)).toEqual({ do: 'awaitRecall' })
    const both = apply(confirmed, answer('RECALLED'))
    expect(both.status).toBe('DELIVERED')
    expect(flagsOf(both)).toEqual(['late', 'contradicted'])
    expect(decide(both)).toEqual({ do: 'close' })
  })

  it('is not asked for where no further provider follows', () => {
    const last = [route('RouteA', 0, true), answered(1, 40, accepted), deadline(1, 10_000)]
    expect(settlingUntil(last.reduce(apply, openLedger(t0, 1)))).not.toBeNull()
    expect(settlingUntil(last.reduce(apply, openLedger(t0, 4, t0 + 5_000)))).not.toBeNull()
  })
})

describe('an expiry', () => {
  const expired: LedgerEvent = { type: 'expired', at: t0 + 5_000 }

  it('ends a packet that was handed to no provider', () => {
    const ledger = ledgerAfter(
      [
        {
          type: 'routeWaited',
          at: t0,
          wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } },
        },
        expired,
      ],
      t0 + 5_000,
    )
    expect(ledger).toMatchObject({ status: 'EXPIRED', waiting: null, endedAt: t0 + 5_000 })
    expect(explain(ledger)).toBe('It expired before any provider could be tried.')
  })

  it('lets an attempt under way keep its deadline, and no provider is tried after that', () => {
    const ledger = ledgerAfter([route('RouteA'), answered(1, 40, accepted), expired], t0 + 5_000)
    expect(ledger.status).toBe('TRANSMITTING')
    const silent = apply(ledger, deadline(1, 10_000))
    expect(silent.status).toBe('EXPIRED')
    expect(explain(silent)).toBe('RouteA gave no receipt within 10 s, then it expired.')
    expect(apply(silent, receipt(1, true, 12_000)).status).toBe('DELIVERED')
  })

  it('ends the wait of an attempt that no provider has', () => {
    const ledger = ledgerAfter([route('RouteA'), answered(1, 0, outage), expired], t0 + 5_000)
    expect(ledger).toMatchObject({ status: 'EXPIRED', attempts: [{ outcome: 'ABANDONED', settled: true }] })
    expect(decide(ledger)).toEqual({ do: 'close' })
  })

  it('has no effect before its time', () => {
    const ledger = ledgerAfter(
      [{ type: 'lookupFailed', at: t0, error: { code: 'ROUTING_ERROR', words: 'IO' }, nextTryAt: t0 + 250 }],
      t0 + 6_000,
    )
    expect(apply(ledger, expired)).toBe(ledger)
  })
})
