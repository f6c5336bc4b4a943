import { describe, expect, it } from 'vitest'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { actionsFor, attemptsToTell, untriedOf } from './actions-for'

const t0 = Date.UTC(2026, 0, 1)

function packetAfter(events: LedgerEvent[], maxAttempts = 4): Packet {
  const ledger = events.reduce(apply, openLedger(t0, maxAttempts))
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: 'r', createdAt: t0 }
  return toPacket(ledger, { ...identity, now: t0 })
}

const handed: LedgerEvent = {
  type: 'routeChosen',
  at: t0,
  provider: 'RouteA',
  receiptTimeoutMs: 10_000,
  settlingMs: 0,
}
const accepted: LedgerEvent = {
  type: 'handOverAnswered',
  at: t0 + 40,
  attempt: 1,
  answer: { kind: 'accepted', status: 202, latencyMs: 40 },
}
const silence: LedgerEvent = {
  type: 'deadlinePassed',
  at: t0 + 10_000,
  attempt: 1,
  intakeUp: true,
  graceMs: 0,
}
const receipt: LedgerEvent = {
  type: 'receiptArrived',
  at: t0 + 500,
  receivedAt: t0 + 500,
  attempt: 1,
  delivered: true,
  reason: null,
}

describe('offers', () => {
  it.each([
    ['wishes, before the first attempt', [], ['skip', 'prefer']],
    ['no verdicts, while it is handed over', [handed], ['fail-over', 'extend', 'skip', 'prefer']],
    [
      'all, while a receipt is awaited',
      [handed, accepted],
      ['fail-over', 'extend', 'skip', 'prefer', 'confirm', 'refuse'],
    ],
    [
      'verdicts on an earlier attempt, while the next is looked up',
      [handed, accepted, silence],
      ['skip', 'prefer', 'confirm', 'refuse'],
    ],
    ['nothing, once it is delivered', [handed, accepted, receipt], []],
  ] satisfies [string, LedgerEvent[], string[]][])('%s', (_, events, names) => {
    expect(actionsFor(packetAfter(events))).toEqual(names)
  })

  it('no further provider, where its attempts are used up', () => {
    expect(actionsFor(packetAfter([handed, accepted], 1))).toEqual(['extend', 'confirm', 'refuse'])
    expect(actionsFor(packetAfter([handed, accepted, silence], 1))).toEqual(['confirm', 'refuse'])
  })
})

it('offers no verdict on an attempt that was never sent', () => {
  const kept: LedgerEvent = {
    type: 'handOverAnswered',
    at: t0 + 40,
    attempt: 1,
    answer: {
      kind: 'unreachable',
      status: null,
      latencyMs: null,
      reason: { code: 'NOT_CONFIGURED' },
      mayHaveArrived: false,
    },
  }
  expect(attemptsToTell(packetAfter([handed, kept]), 'confirm')).toEqual([])
})

it('offers no provider that was tried or is to be skipped', () => {
  const skip: LedgerEvent = {
    type: 'acted',
    at: t0 + 50,
    id: 'x',
    attempt: 1,
    action: { do: 'skip', provider: 'RouteC' },
    by: { who: null, reason: 'x' },
  }
  expect(untriedOf(packetAfter([handed, accepted, skip]), ['RouteA', 'RouteB', 'RouteC'])).toEqual(['RouteB'])
})
