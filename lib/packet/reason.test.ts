import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { decide } from './decide'
import type { LedgerEvent } from './events'
import { explain } from './explain'
import { flagsOf } from './flags'
import { type Ledger, openLedger, settlingUntil } from './ledger'
import { attemptReasonCodes, endReasonCodes, lookupErrorCodes, waitReasons } from './reason'
import { attemptReasons, choices, endReasons, lookupErrors, waits } from './test-support/sample-reasons'
import { toPacket } from './view'
import { attemptWords, choiceWords, endWords, lookupWords, waitCauses, waitDetail } from './words'

const samples = {
  attempts: Object.values(attemptReasons),
  lookups: Object.values(lookupErrors),
  waits: Object.values(waits).flat(),
  endings: Object.values(endReasons),
  choices: Object.values(choices),
}

describe('every code', () => {
  it('is in its closed list, once', () => {
    expect([...attemptReasonCodes].sort()).toEqual(Object.keys(attemptReasons).sort())
    expect([...lookupErrorCodes].sort()).toEqual(Object.keys(lookupErrors).sort())
    expect([...endReasonCodes].sort()).toEqual(Object.keys(endReasons).sort())
    expect([...waitReasons].sort()).toEqual(Object.keys(waits).sort())
  })

  const sentences = [
    ...samples.attempts.map((reason) => [reason.code, attemptWords(reason)]),
    ...samples.lookups.map((error) => [error.code, lookupWords(error)]),
    ...samples.waits.map((wait) => [wait.why, `${waitCauses[wait.why]}: ${waitDetail(wait)}`]),
    ...samples.endings.flatMap((reason) =>
      // A delivered packet has no closing words: its attempts tell everything.
      reason.code === 'DELIVERED' ? [] : [true, false].map((told) => [reason.code, endWords(reason, told)]),
    ),
    ...samples.choices.map((choice) => [choice.by, choiceWords('RouteA', choice)]),
  ]

  it.each(sentences)('has words: %s is "%s"', (_, words) => {
    expect(words).toMatch(/^[A-Za-z][^\n]{5,}$/)
    expect(words).not.toMatch(/undefined|null|NaN|\[object|[A-Z]+_[A-Z]+_/)
  })

  it('has words of its own', () => {
    const told = samples.attempts.map(attemptWords)
    expect(new Set(told).size).toBe(told.length)
  })

  it('survives JSON with its parameters', () => {
    expect(JSON.parse(JSON.stringify(samples))).toEqual(samples)
  })
})

it('tells each fault of a host once', () => {
  const refused = { code: 'CONNECTION_REFUSED', errno: null } as const
  const also = [{ code: 'CONNECT_TIMEOUT', errno: null } as const, refused]
  expect(attemptWords({ ...refused, also })).toBe('connection refused, no connection in time')
})

const t0 = Date.UTC(2026, 0, 1)

function ledgerAfter(events: LedgerEvent[], maxAttempts = 4): Ledger {
  return events.reduce(apply, openLedger(t0, maxAttempts))
}

function packetAfter(events: LedgerEvent[], maxAttempts = 4) {
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r' }
  return toPacket(ledgerAfter(events, maxAttempts), { ...identity, createdAt: t0, now: t0 })
}

const chosen: LedgerEvent = {
  type: 'routeChosen',
  at: t0,
  provider: 'RouteA',
  receiptTimeoutMs: 10_000,
  settlingMs: 120_000,
}
const accepted: LedgerEvent = {
  type: 'handOverAnswered',
  at: t0 + 40,
  attempt: 1,
  answer: { kind: 'accepted', status: 202, latencyMs: 40 },
}

function receipt(delivered: boolean): LedgerEvent {
  const at = t0 + 1_040
  return { type: 'receiptArrived', at, attempt: 1, receivedAt: at, delivered, reason: 'blocked number' }
}

function failed(why: Extract<LedgerEvent, { type: 'failed' }>['why'], at = t0 + 500): LedgerEvent {
  return { type: 'failed', at, why }
}

describe('the reason codes of a packet', () => {
  it('are null while it is under way', () => {
    expect(packetAfter([chosen, accepted])).toMatchObject({
      reasonCode: null,
      attempts: [{ reason: null, reasonCode: null }],
    })
  })

  it('are DELIVERED for the packet and null for its confirmed attempt', () => {
    expect(packetAfter([chosen, accepted, receipt(true)])).toMatchObject({
      reasonCode: 'DELIVERED',
      attempts: [{ reason: null, reasonCode: null }],
    })
  })

  it('include the reason of each attempt when it is exhausted', () => {
    expect(packetAfter([chosen, accepted, receipt(false)], 1)).toMatchObject({
      reasonCode: 'EXHAUSTED',
      attempts: [{ reason: 'refused: blocked number', reasonCode: 'REFUSED' }],
    })
  })

  it('tell where it was canceled', () => {
    const cancel = (why: Extract<LedgerEvent, { type: 'canceled' }>['why']) =>
      packetAfter([{ type: 'canceled', at: t0, why }])
    expect(cancel({ code: 'CANCELED_IN_TEMPORAL' })).toMatchObject({
      reason: 'Canceled in Temporal.',
      reasonCode: 'CANCELED_IN_TEMPORAL',
    })
    expect(cancel({ code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null })).toMatchObject({
      reason: 'Canceled: wrong number.',
      reasonCode: 'CANCELED_BY_OPERATOR',
    })
  })

  it('tell a failed look-up from one that our worker had no time for', () => {
    const lookUp = (error: Extract<LedgerEvent, { type: 'lookupFailed' }>['error']) =>
      packetAfter([{ type: 'lookupFailed', at: t0, error, nextTryAt: t0 + 250 }]).lookup
    expect(lookUp({ code: 'ROUTING_ERROR', words: 'IO Error' })).toMatchObject({
      failures: 1,
      lastError: 'IO Error',
      lastErrorCode: 'ROUTING_ERROR',
    })
    expect(lookUp({ code: 'WORKER_BUSY' })).toMatchObject({ failures: 0, lastErrorCode: 'WORKER_BUSY' })
  })
})

describe('a delivery that fails through a fault of ours', () => {
  const internal = { code: 'INTERNAL', error: 'x is not a function' } as const
  const lost = { code: 'CONTENTS_LOST' } as const

  it.each([
    ['looks for a route', []],
    [
      'waits for one',
      [{ type: 'routeWaited', at: t0, wait: { why: 'unavailable', drained: ['RouteA'], broken: [] } }],
    ],
    [
      'looks up again',
      [{ type: 'lookupFailed', at: t0, error: { code: 'WORKER_BUSY' }, nextTryAt: t0 + 250 }],
    ],
  ] satisfies [string, LedgerEvent[]][])('while it %s ends there', (_, events) => {
    const ledger = ledgerAfter([...events, failed(internal)])
    expect(ledger).toMatchObject({ status: 'FAILED', failure: internal, waiting: null, lookup: null })
    expect(decide(ledger)).toEqual({ do: 'close' })
    expect(explain(ledger)).toBe('The delivery failed because of an error in Waybill: x is not a function.')
  })

  it('says so when its contents are gone', () => {
    expect(packetAfter([failed(lost)])).toMatchObject({
      status: 'FAILED',
      reason: 'Its contents are no longer in the store, so no provider can be handed it.',
      reasonCode: 'CONTENTS_LOST',
    })
  })

  it('withdraws a hand-over that waits for its turn', () => {
    expect(decide(ledgerAfter([chosen, failed(internal)]))).toMatchObject({ do: 'withdraw' })
  })

  it('leaves an attempt unsettled when its provider may still confirm it', () => {
    const ledger = ledgerAfter([chosen, accepted, failed(internal)])
    expect(ledger.attempts[0]).toMatchObject({
      outcome: 'ABANDONED',
      reason: { code: 'FAILED' },
      settled: false,
    })
    expect(settlingUntil(ledger)).toBe(t0 + 120_500)
    const corrected = apply(ledger, receipt(true))
    expect(corrected).toMatchObject({ status: 'DELIVERED', deliveredBy: 1, failure: null })
    expect(explain(corrected)).toBe('RouteA confirmed after 1 s.')
  })

  it('keeps listening to a provider that was silent before', () => {
    const silence: LedgerEvent = {
      type: 'deadlinePassed',
      at: t0 + 10_000,
      attempt: 1,
      intakeUp: true,
      graceMs: 0,
    }
    const ledger = ledgerAfter([chosen, accepted, silence, failed(lost, t0 + 10_100)])
    expect(explain(ledger)).toBe(
      'RouteA gave no receipt within 10 s, its contents are no longer in the store, so no provider can be handed it.',
    )
    expect(flagsOf(ledger)).toEqual([])
    expect(settlingUntil(ledger)).not.toBeNull()
  })

  it('changes no other ending', () => {
    const delivered = ledgerAfter([chosen, accepted, receipt(true)])
    expect(apply(delivered, failed(internal, t0 + 9_000))).toBe(delivered)
  })
})
