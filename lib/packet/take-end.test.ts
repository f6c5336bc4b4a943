import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { type Ledger, openLedger } from './ledger'
import { takeEnd } from './take-end'
import { toPacket } from './view'

const start = Date.parse('2026-01-01T12:00:00Z')
const at = start + 60_000
const now = start + 3_600_000

const opened = openLedger(start, 4)
const handed = accepted('RouteA', opened, 1)
const recalling = recallAsked(handed)

function accepted(provider: string, ledger: Ledger, attempt: number): Ledger {
  const chosen = { provider, receiptTimeoutMs: 10_000, settlingMs: 120_000, recall: true }
  const routed = apply(ledger, { type: 'routeChosen', at: start, ...chosen })
  const answer = { kind: 'accepted', status: 202, latencyMs: 5 } as const
  return apply(routed, { type: 'handOverAnswered', at: start + 5, attempt, answer })
}

function recallAsked(ledger: Ledger): Ledger {
  const due = start + 10_000
  const passed = { type: 'deadlinePassed', at: due, attempt: 1, intakeUp: true, graceMs: 0 } as const
  return apply(apply(ledger, passed), { type: 'recallAsked', at: due, attempt: 1 })
}

function seen(ledger: Ledger) {
  const identity = { id: 'p', source: 'a', destination: 'b', workflowId: 'w', runId: null, createdAt: start }
  return toPacket(ledger, { ...identity, now })
}

describe('an end that only its workflow knew', () => {
  it.each([
    ['with nothing tried', opened, ['RouteB']],
    ['while another provider had it', handed, ['RouteA', 'RouteB']],
    ['while another provider was asked to stop', recalling, ['RouteA', 'RouteB']],
  ])('is recorded as a confirmation by a provider that is new to the ledger, %s', (_, ledger, providers) => {
    const end = { status: 'DELIVERED', deliveredBy: 'RouteB', at, reason: 'RouteB confirmed.' } as const
    const packet = seen(takeEnd(ledger, end, now))
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'RouteB',
      endedAt: new Date(at).toISOString(),
    })
    expect(packet.attempts.map(({ provider }) => provider)).toEqual(providers)
  })

  it('is recorded as a confirmation by the provider that had the packet', () => {
    const end = { status: 'DELIVERED', deliveredBy: 'RouteA', at, reason: 'RouteA confirmed.' } as const
    expect(seen(takeEnd(handed, end, now))).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'RouteA',
      attempts: [{ outcome: 'ACKNOWLEDGED' }],
    })
  })

  it.each(['NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'CANCELED', 'FAILED'] as const)('can be %s', (status) => {
    const packet = seen(takeEnd(handed, { status, deliveredBy: null, at, reason: 'because' }, now))
    expect(packet).toMatchObject({ status, endedAt: new Date(at).toISOString(), currentRouteProvider: null })
  })

  it.each([
    ['was not told', null],
    ['makes no sense', { status: 'ROUTING', deliveredBy: null, at, reason: '' } as const],
    ['names no provider', { status: 'DELIVERED', deliveredBy: null, at, reason: '' } as const],
  ])('leaves the packet failed, and not tried again, where it %s', (_, end) => {
    expect(seen(takeEnd(handed, end, now))).toMatchObject({
      status: 'FAILED',
      reasonCode: 'INTERNAL',
      reason: expect.stringContaining('what became of the packet is not known'),
    })
  })
})
