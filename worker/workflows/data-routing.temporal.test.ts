import { describe, expect, it } from 'vitest'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { explain } from '@/lib/packet/explain'
import { deliver as deliverIn } from '../test-support/deliver'
import type { Script } from '../test-support/scripted-carrier'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

function deliver(script: Script, extra: Partial<DeliveryRequest> = {}) {
  return deliverIn(server.environment, script, extra)
}

describe('the three deliveries of the original demo', () => {
  it('delivers at the first try', async () => {
    const { packet } = await deliver({ providers: { goodRoute: { do: 'confirm' } } })
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      currentRouteProvider: 'goodRoute',
      failedRouteProviders: [],
    })
  })

  it('delivers by a good route after a bad one', async () => {
    const { packet } = await deliver({
      providers: { badRoute: { do: 'stay silent' }, goodRoute: { do: 'confirm' } },
    })
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      currentRouteProvider: 'goodRoute',
      failedRouteProviders: ['badRoute'],
    })
  })

  it('has no route after a bad one and no other', async () => {
    const { packet } = await deliver({ providers: { badRoute: { do: 'stay silent' } } })
    expect(packet).toMatchObject({
      status: 'NO_ROUTE',
      currentRouteProvider: null,
      failedRouteProviders: ['badRoute'],
    })
  })
})

describe('every ending', () => {
  it('is EXHAUSTED when four providers refuse', async () => {
    const refuse = { do: 'refuse' } as const
    const { packet, carrier } = await deliver({
      providers: { A: refuse, B: refuse, C: refuse, D: refuse, E: refuse },
    })
    expect(packet.status).toBe('EXHAUSTED')
    expect(packet.failedRouteProviders).toEqual(['A', 'B', 'C', 'D'])
    expect(carrier.orders).toHaveLength(4)
  })

  it('is FAILED when the routing service fails three times', async () => {
    const { packet } = await deliver({
      providers: { A: { do: 'confirm' } },
      lookUpFailures: ['first', 'second', 'IO Error: network disconnect'],
    })
    expect(packet.status).toBe('FAILED')
    expect(packet.reason).toBe('Gave up on getRoute after 3 tries: IO Error: network disconnect.')
  })

  it('is DELIVERED when the look-up succeeds at the third try', async () => {
    const { packet } = await deliver({
      providers: { A: { do: 'confirm' } },
      lookUpFailures: ['first', 'second'],
    })
    expect(packet.status).toBe('DELIVERED')
  })

  it('is NO_ROUTE at once when there is no provider to try', async () => {
    const { packet } = await deliver({ providers: {} })
    expect(packet).toMatchObject({ status: 'NO_ROUTE', attempts: [] })
  })

  it('respects the limit that the packet asks for', async () => {
    const { packet } = await deliver(
      { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } } },
      { maxAttempts: 1 },
    )
    expect(packet.status).toBe('EXHAUSTED')
  })

  it('distinguishes a provider that rejects from one that cannot be reached', async () => {
    const answer = {
      kind: 'rejected',
      status: 422,
      latencyMs: 3,
      reason: { code: 'REJECTED', status: 422, redirect: null },
      mayHaveArrived: false,
    } as const
    const gone = {
      kind: 'unreachable',
      status: null,
      latencyMs: null,
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived: false,
    } as const
    const { packet } = await deliver({
      providers: { A: { do: 'answer', answer }, B: { do: 'answer', answer: gone }, C: { do: 'confirm' } },
    })
    expect(packet.attempts.map((attempt) => attempt.outcome)).toEqual([
      'REJECTED',
      'UNREACHABLE',
      'ACKNOWLEDGED',
    ])
  })
})

describe('a late receipt', () => {
  it('still counts: a late "delivered" ends the fail-over', async () => {
    const { packet, carrier } = await deliver({
      providers: {
        A: { do: 'stay silent' },
        B: { do: 'confirm late', attempt: 1, provider: 'A' },
        C: { do: 'confirm' },
      },
    })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A' })
    expect(packet.attempts.map((attempt) => attempt.outcome)).toEqual(['ACKNOWLEDGED', 'ABANDONED'])
    expect(carrier.orders).toHaveLength(2)
  })
})

describe('what others read', () => {
  it("is the same in the store as in the workflow's result", async () => {
    const { packet, carrier } = await deliver({ providers: { A: { do: 'refuse' }, B: { do: 'confirm' } } })
    const [...states] = carrier.saved
    const last = states.at(-1)
    expect(last).toMatchObject({ closed: true, ledger: { status: 'DELIVERED', deliveredBy: 2 } })
    expect(last && explain(last.ledger)).toBe(packet.reason)
    expect(states.map(({ version }) => version)).toEqual(
      states.map(({ version }) => version).toSorted((one, other) => one - other),
    )
    expect(new Set(states.map(({ version }) => version)).size).toBe(states.length)
  })
})
