import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { type Ledger, type LedgerAttempt, openLedger } from '@/lib/packet/ledger'
import { byteLength } from './bounds'
import { packLedger, unpackLedger } from './snapshot'

const t0 = Date.UTC(2026, 0, 1)

function story(names: string[], reason: string): Ledger {
  const events = names.flatMap((provider, index): LedgerEvent[] => {
    const at = t0 + index * 86_400_000
    const attempt = index + 1
    return [
      { type: 'routeChosen', at, provider, receiptTimeoutMs: 86_400_000, settlingMs: 0 },
      { type: 'handOverAnswered', at, attempt, answer: { kind: 'accepted', status: 202, latencyMs: 4999.5 } },
      {
        type: 'receiptArrived',
        at: at + 86_399_000,
        receivedAt: at + 86_399_000,
        attempt,
        delivered: false,
        reason,
      },
      {
        type: 'receiptArrived',
        at: at + 86_399_500,
        receivedAt: at + 86_399_500,
        attempt,
        delivered: false,
        reason,
      },
    ]
  })
  return events.reduce(apply, openLedger(t0, names.length))
}

it('gives back what it was given', () => {
  const ledger = story(['RouteA', 'αβγ Telecom (backup) №2'], 'blocked number')
  expect(unpackLedger(packetSnapshot.parse(packLedger(ledger, t0)))).toEqual(ledger)
})

it('stays a valid snapshot whatever the texts are', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(names, fc.string({ unit: 'grapheme', maxLength: 500 }), (providers, reason) => {
      const packed = packLedger(story(providers, reason), t0)
      expect(packetSnapshot.parse(JSON.parse(JSON.stringify(packed)))).toEqual(packed)
    }),
  )
})

it('keeps every part of an attempt, with a route chosen for a reason', () => {
  const choice = {
    by: 'quality' as const,
    skipped: [{ provider: 'RouteB', why: 'breaker' as const }],
    share: 0.97,
    medianMs: 1_800,
  }
  const ledger = [
    { type: 'routeChosen', at: t0, provider: 'RouteA', receiptTimeoutMs: 1_000, settlingMs: 0, choice },
    { type: 'routeWaited', at: t0, wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } } },
    {
      type: 'receiptArrived',
      at: t0 + 9,
      receivedAt: t0 + 8,
      attempt: 1,
      delivered: false,
      reason: 'no',
      providerReference: 'A-77120',
    },
    {
      type: 'routeWaited',
      at: t0 + 10,
      wait: { why: 'unavailable', drained: ['RouteB'], broken: ['RouteC'] },
    },
  ] satisfies LedgerEvent[]
  const told = ledger.reduce(apply, openLedger(t0, 3, t0 + 60_000))
  expect(told.waiting).not.toBeNull()
  expect(unpackLedger(packetSnapshot.parse(packLedger(told, t0)))).toEqual(told)
})

/** As long and as awkward as a name, a reason or a time may be. */
function longest(number: number, name: string): LedgerAttempt {
  const day = 86_400_000
  return {
    number,
    provider: `${name.slice(0, 63)}${number % 10}`,
    outcome: 'TIMED_OUT',
    transmittedAt: t0 + 30 * day + number,
    deadline: t0 + 31 * day,
    endedAt: t0 + 31 * day + 30_000,
    reason: { code: 'REFUSED', words: '"\\'.repeat(200) },
    handOver: { state: 'ACCEPTED', status: 202, latencyMs: 4_999 },
    receipt: {
      receivedAt: t0 + 31 * day + 30_010,
      delivered: false,
      reason: '€'.repeat(500),
      providerReference: '€'.repeat(200),
    },
    late: true,
    settled: true,
    graceUntil: t0 + 31 * day + 30_000,
    graceCause: { why: 'intake', since: t0 + 30 * day + number },
    graceAt: null,
    graceGivenMs: 0,
    duplicates: 99,
    contradicted: true,
    recallable: true,
    recall: { at: t0 + 31 * day + 30_001, result: 'NOT_RECALLED' },
    choice: {
      by: 'quality',
      skipped: [{ provider: name, why: 'prefix' }],
      share: 0.333,
      medianMs: 86_400_000,
    },
    mayHaveArrived: true,
    withdrawing: false,
  }
}

it.each(['Carrier of the north '.repeat(4), '"'.repeat(64), '€'.repeat(21)])(
  'stays under 2,000 bytes with ten attempts of which nothing is short: %s',
  (name) => {
    const open = openLedger(t0, 10, t0 + 30 * 86_400_000)
    const hold = { is: 'paused', words: '€'.repeat(300) } as const
    const waiting = { since: t0 + 1e9, why: 'paused', nextTryAt: t0 + 2e9, hold } as const
    const attempts = Array.from({ length: 10 }, (_, index) => longest(index + 1, name))
    const canceled = { code: 'CANCELED_BY_OPERATOR', words: '€'.repeat(200) } as const
    const ledger = {
      ...open,
      attempts,
      canceled,
      waiting,
      endedAt: t0 + 3e9,
      settlingMs: 259_200_000,
    }
    const text = JSON.stringify(packLedger(ledger, t0))
    expect(byteLength(text)).toBeLessThan(2_000)
    const read = unpackLedger(packetSnapshot.parse(JSON.parse(text)))
    expect(read.attempts.map(({ outcome }) => outcome)).toEqual(attempts.map(({ outcome }) => outcome))
  },
)

it('drops why providers were chosen before it cuts what they did', () => {
  const ledger = { ...openLedger(t0, 10), attempts: [1, 2, 3, 4, 5].map((each) => longest(each, 'RouteA')) }
  const short = ledger.attempts.map((each) => ({
    ...each,
    reason: { code: 'REFUSED', words: 'x'.repeat(120) } as const,
    receipt: null,
  }))
  const read = unpackLedger(packetSnapshot.parse(packLedger({ ...ledger, attempts: short }, t0)))
  expect(read.attempts.map(({ reason, choice }) => [reason, choice])).toEqual(
    Array.from({ length: 5 }, () => [{ code: 'REFUSED', words: 'x'.repeat(120) }, null]),
  )
})
