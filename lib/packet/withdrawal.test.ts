import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { HandOverAnswer, LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil } from './ledger'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)

function ledgerAfter(events: LedgerEvent[], expiresAt: number | null = null): Ledger {
  return events.reduce(apply, openLedger(t0, 4, expiresAt))
}

function route(provider: string, at = 0): LedgerEvent {
  return {
    type: 'routeChosen',
    at: t0 + at,
    provider,
    receiptTimeoutMs: 10_000,
    settlingMs: 120_000,
  }
}

function answered(attempt: number, at: number, answer: HandOverAnswer): LedgerEvent {
  return { type: 'handOverAnswered', at: t0 + at, attempt, answer }
}

const accepted: HandOverAnswer = { kind: 'accepted', status: 202, latencyMs: 40 }
const withdrawn: HandOverAnswer = { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false }
const expired: HandOverAnswer = { kind: 'unsent', why: 'expired', mayHaveArrived: false }
const canceled: LedgerEvent = {
  type: 'canceled',
  at: t0 + 3_000,
  why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
}
const asked: LedgerEvent = { type: 'withdrawalAsked', at: t0 + 3_000, attempt: 1 }
const lost: HandOverAnswer = { kind: 'unsent', why: 'withdrawn', mayHaveArrived: true }

describe('a packet that is canceled while it waits for its turn', () => {
  it('is withdrawn, once', () => {
    const ledger = ledgerAfter([route('RouteA'), canceled])
    expect(decide(ledger)).toMatchObject({ do: 'withdraw', attempt: { provider: 'RouteA' } })
    expect(decide(apply(ledger, asked))).toMatchObject({ do: 'handOver', attempt: { number: 1 } })
  })

  it('counts as never handed over when nothing was sent: nothing to wait for, no risk', () => {
    const ledger = ledgerAfter([route('RouteA'), canceled, asked, answered(1, 3_500, withdrawn)])
    expect(ledger.attempts[0]).toMatchObject({ settled: true, handOver: { state: 'WITHDRAWN' } })
    expect(flagsOf(ledger)).toEqual([])
    expect(decide(ledger)).toEqual({ do: 'close' })
    expect(explain(ledger)).toBe('RouteA was never handed it, canceled: wrong number.')
  })

  it('keeps listening when it had been sent by then', () => {
    const ledger = ledgerAfter([route('RouteA'), canceled, asked, answered(1, 3_500, accepted)])
    expect(ledger.attempts[0]).toMatchObject({ settled: false, handOver: { state: 'ACCEPTED' } })
    expect(settlingUntil(ledger)).not.toBeNull()
  })

  it('keeps listening when an earlier try may have arrived, even if the later one was not sent', () => {
    const ledger = ledgerAfter([route('RouteA'), canceled, asked, answered(1, 3_500, lost)])
    expect(ledger.attempts[0]).toMatchObject({ settled: false, handOver: { state: 'FAILED' } })
    expect(settlingUntil(ledger)).not.toBeNull()
  })

  it('is not withdrawn once its receipt shows that it was sent', () => {
    const at = t0 + 2_000
    const refused: LedgerEvent = {
      type: 'receiptArrived',
      at,
      attempt: 1,
      receivedAt: at,
      delivered: false,
      reason: null,
    }
    expect(decide(ledgerAfter([route('RouteA'), refused, canceled]))).toMatchObject({
      do: 'handOver',
      attempt: { number: 1 },
    })
  })
})

describe('a packet that expires while it waits for its turn', () => {
  it('ends as expired, even if the clock of the worker that was to send it differs', () => {
    const ledger = ledgerAfter([route('RouteA'), answered(1, 4_990, expired)], t0 + 5_000)
    expect(ledger).toMatchObject({ status: 'EXPIRED', attempts: [{ outcome: 'ABANDONED', settled: true }] })
    expect(explain(ledger)).toBe('RouteA was never handed it, then it expired.')
    expect(decide(ledger)).toEqual({ do: 'close' })
  })
})

describe('a hand-over that is withdrawn although its attempt is pending', () => {
  it('is made again', () => {
    const ledger = ledgerAfter([route('RouteA'), answered(1, 500, withdrawn)])
    expect(decide(ledger)).toMatchObject({ do: 'handOverAgain', attempt: { number: 1 } })
    const again = apply(ledger, { type: 'handedOverAgain', at: t0 + 600, attempt: 1 })
    expect(again.attempts[0]?.handOver.state).toBe('SENDING')
  })
})

describe('a hand-over that is taken back before it was sent', () => {
  const takenBack = answered(1, 500, { kind: 'takenBack' })

  it('costs no attempt, and its provider can be chosen again', () => {
    const ledger = ledgerAfter([route('RouteA'), takenBack])
    expect(ledger).toMatchObject({ status: 'ROUTING', attempts: [] })
    expect(decide(ledger)).toMatchObject({ do: 'lookUp', tried: [] })
    expect(apply(ledger, route('RouteA', 600)).attempts).toMatchObject([{ number: 1, provider: 'RouteA' }])
  })

  it('counts as never handed over if the packet has ended meanwhile', () => {
    const ledger = ledgerAfter([route('RouteA'), canceled, asked, takenBack])
    expect(ledger.attempts[0]).toMatchObject({ settled: true, handOver: { state: 'WITHDRAWN' } })
    expect(decide(ledger)).toEqual({ do: 'close' })
  })
})

describe('the time for the receipt', () => {
  const waited = [route('RouteA'), answered(1, 1_540, accepted)]

  it('begins when the packet is sent, also after a short wait', () => {
    expect(ledgerAfter(waited).attempts[0]).toMatchObject({
      transmittedAt: t0 + 1_500,
      deadline: t0 + 11_500,
    })
  })

  it('begins when the worker says that it sent the packet, however late that is heard', () => {
    const heard = { ...answered(1, 60_000, accepted), sentAt: t0 + 1_500 }
    expect(ledgerAfter([route('RouteA'), heard]).attempts[0]).toMatchObject({
      transmittedAt: t0 + 1_500,
      deadline: t0 + 11_500,
    })
  })

  it.each([
    ['behind', -5_000, 0],
    ['ahead', 9_000, 1_540],
  ])('stays within known bounds when the clock of the sending worker is %s', (_, sent, counted) => {
    const heard = { ...answered(1, 1_540, accepted), sentAt: t0 + sent }
    expect(ledgerAfter([route('RouteA'), heard]).attempts[0]?.transmittedAt).toBe(t0 + counted)
  })

  it('has not run out, and counts from when the packet was sent, if the receipt comes before the answer', () => {
    const at = t0 + 20_030
    const receipt: LedgerEvent = {
      type: 'receiptArrived',
      at,
      attempt: 1,
      receivedAt: at,
      delivered: true,
      reason: null,
    }
    const ledger = ledgerAfter([route('RouteA'), receipt, answered(1, 20_040, accepted)])
    expect(flagsOf(ledger)).toEqual([])
    expect(explain(ledger)).toBe('RouteA confirmed after 30 ms.')
  })
})
