import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { HandOverAnswer, LedgerEvent } from './events'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil } from './ledger'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)

function ledgerAfter(events: LedgerEvent[], maxAttempts = 4): Ledger {
  return events.reduce(apply, openLedger(t0, maxAttempts))
}

function route(provider: string, at = 0, recall = false): LedgerEvent {
  const times = { receiptTimeoutMs: 10_000, settlingMs: 120_000 }
  return { type: 'routeChosen', at: t0 + at, provider, recall, ...times }
}

function answered(answer: HandOverAnswer): LedgerEvent {
  return { type: 'handOverAnswered', at: t0 + 500, attempt: 1, answer }
}

const rejected = {
  kind: 'rejected',
  status: 409,
  latencyMs: 3,
  reason: { code: 'REJECTED', status: 409, redirect: null },
} as const
const atOnce = answered({ ...rejected, mayHaveArrived: false })
const afterBrokenTry = answered({ ...rejected, mayHaveArrived: true })

describe('a rejected hand-over', () => {
  it('is settled: nothing to recall, no risk, nothing to wait for', () => {
    const ledger = ledgerAfter([route('RouteA', 0, true), atOnce])
    expect(ledger.attempts[0]).toMatchObject({ outcome: 'REJECTED', settled: true })
    expect(decide(ledger).do).toBe('lookUp')
    expect(flagsOf(apply(ledger, route('RouteB', 600)))).toEqual([])
    expect(decide(ledgerAfter([route('RouteA'), atOnce], 1))).toEqual({ do: 'close' })
  })
})

it('a rejected attempt counts from when the packet was sent, however long it had waited for its turn', () => {
  const at = t0 + 12_020
  const answer = { ...rejected, mayHaveArrived: false }
  const late: LedgerEvent = { type: 'handOverAnswered', at, attempt: 1, answer, sentAt: t0 + 12_000 }
  const [attempt] = ledgerAfter([route('RouteA'), late]).attempts
  expect(attempt).toMatchObject({ transmittedAt: t0 + 12_000, deadline: t0 + 22_000, endedAt: at })
})

describe.each([['whose connection had broken before', [afterBrokenTry]]])(
  'a rejected hand-over %s',
  (_, events) => {
    it('is a risk once the next provider gets the packet', () => {
      const ledger = ledgerAfter([route('RouteA'), ...events])
      expect(ledger.attempts[0]).toMatchObject({ outcome: 'REJECTED', settled: false })
      expect(flagsOf(apply(ledger, route('RouteB', 600)))).toEqual(['risk'])
    })

    it('is recalled before the next provider gets the packet', () => {
      const ledger = ledgerAfter([route('RouteA', 0, true), ...events])
      expect(decide(ledger)).toMatchObject({ do: 'recall', attempt: { provider: 'RouteA' } })
    })

    it('keeps the packet settling when it was the last attempt, and a late "delivered" counts', () => {
      const ledger = ledgerAfter([route('RouteA'), ...events], 1)
      expect(settlingUntil(ledger)).not.toBeNull()
      const at = t0 + 20_000
      const receipt = { type: 'receiptArrived', at, attempt: 1, receivedAt: at, reason: null } as const
      expect(apply(ledger, { ...receipt, delivered: true }).status).toBe('DELIVERED')
    })
  },
)
