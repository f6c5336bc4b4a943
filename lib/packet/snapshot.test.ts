import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { packLedger, unpackLedger } from './snapshot'

const t0 = Date.UTC(2026, 0, 1)

function story(names: string[], reason: string): Ledger {
  const events = names.flatMap((provider, index): LedgerEvent[] => {
    const at = t0 + index * 86_400_000
    const attempt = index + 1
    return [
      { type: 'routeChosen', at, provider, receiptTimeoutMs: 86_400_000 },
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

it('stays under 2 KB with ten attempts, long names and long reasons', () => {
  const names = Array.from({ length: 10 }, (_, index) => `${'Carrier of the north '.repeat(3)}${index}`)
  const bytes = new TextEncoder().encode(JSON.stringify(packLedger(story(names, 'x'.repeat(500)), t0))).length
  expect(bytes).toBeLessThan(2048)
})
