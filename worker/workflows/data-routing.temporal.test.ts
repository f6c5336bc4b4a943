import { describe, expect, it } from 'vitest'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { cancelSignal, type DeliveryRequest, receiptSignal } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { unpackLedger } from '@/lib/packet/snapshot'
import { deliver as deliverIn } from '../test-support/deliver'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { type Started, startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
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

  it('is NO_ROUTE at once when nobody is there to try', async () => {
    const { packet } = await deliver({ providers: {} })
    expect(packet).toMatchObject({ status: 'NO_ROUTE', attempts: [] })
  })

  it('keeps the limit that the packet asks for', async () => {
    const { packet } = await deliver(
      { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } } },
      { maxAttempts: 1 },
    )
    expect(packet.status).toBe('EXHAUSTED')
  })

  it('tells a rejected from an unreachable provider', async () => {
    const answer = { kind: 'rejected', status: 422, latencyMs: 3, reason: 'it answered 422' } as const
    const gone = {
      kind: 'unreachable',
      status: null,
      latencyMs: null,
      reason: 'connection refused',
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

describe('what comes late', () => {
  it('is heard: a late "delivered" ends the fail-over', async () => {
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
  it('is the same in memo, attributes and query', async () => {
    const { packet, started } = await deliver({ providers: { A: { do: 'refuse' }, B: { do: 'confirm' } } })
    const description = await started.handle.describe()
    const snapshot = packetSnapshot.parse(description.memo?.packet)
    expect(unpackLedger(snapshot)).toMatchObject({ status: 'DELIVERED', deliveredBy: 2 })
    expect(snapshot.reason).toBe(packet.reason)
    expect(description.searchAttributes).toMatchObject({
      PacketStatus: ['DELIVERED'],
      DeliveredBy: ['B'],
      FailedRouteProviders: ['A'],
      AttemptCount: [2],
    })
  })
})

async function canceled(act: (started: Started) => Promise<unknown>): Promise<Packet> {
  const script: Script = { providers: { A: { do: 'stay silent' } }, settlingMs: 1 }
  return (await deliverIn(server.environment, script, {}, act)).packet
}

describe('canceling', () => {
  it('ends it at once, while the receipt is awaited', async () => {
    const packet = await canceled((started) =>
      started.handle.signal(cancelSignal, { reason: 'wrong number' }),
    )
    expect(packet).toMatchObject({ status: 'CANCELED' })
    expect(packet.reason).toBe('A was no longer waited for, canceled: wrong number.')
  })

  it('works by the means of Temporal too', async () => {
    const packet = await canceled((started) => started.handle.cancel())
    expect(packet).toMatchObject({ status: 'CANCELED' })
  })
})

describe('a signal that makes no sense', () => {
  const receipt = { attempt: 1, receivedAt: 1, delivered: true, reason: null }

  it.each([
    [receiptSignal, []],
    [receiptSignal, [null]],
    [receiptSignal, ['delivered']],
    [receiptSignal, [{ ...receipt, attempt: 'first' }]],
    [receiptSignal, [{ ...receipt, receivedAt: null }]],
    [receiptSignal, [{ ...receipt, delivered: 1 }]],
    [receiptSignal, [{ ...receipt, reason: { text: 'x' } }]],
    [receiptSignal, [{ ...receipt, attempt: 7 }]],
    ['nothing that is known', [1]],
  ])('%s with %j is passed over', async (name, args) => {
    const script: Script = { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } }, settlingMs: 1 }
    const { packet } = await deliverIn(server.environment, script, {}, (started) =>
      started.handle.signal(name, ...args),
    )
    expect(packet).toMatchObject({ status: 'DELIVERED', failedRouteProviders: ['A'] })
  })

  it.each([
    [[]],
    [[null]],
    [['now']],
    [[{ reason: 7 }]],
    [[{ reason: ' ' }]],
    [[{ reason: 'x'.repeat(501) }]],
  ])('cancel with %j cancels, for no reason that could be told', async (args) => {
    const packet = await canceled((started) => started.handle.signal(cancelSignal, ...args))
    expect(packet.reason).toBe('A was no longer waited for, canceled: canceled in Temporal.')
  })
})

describe('a request that can never work', () => {
  it.each(['', 'a b', 'a/b', 'ü', '..', 'x'.repeat(129)])(
    'as the packet id "%s" ends the workflow',
    async (id) => {
      const carrier = new ScriptedCarrier(
        server.environment,
        { providers: { A: { do: 'confirm' } } },
        async () => {},
      )
      const worker = await createWorker(server.environment, carrier.activities)
      const request = { source: 'a', destination: 'b', contents: '' }
      const run = worker.runUntil(async () => (await startSkipping(server.environment, request, id)).result())
      await expect(run).rejects.toMatchObject({ cause: { message: expect.stringContaining('1 to 128') } })
    },
  )

  it('ends the workflow with a reason, instead of being retried for ever', async () => {
    const run = deliver({ providers: {} }, { source: '' })
    await expect(run).rejects.toMatchObject({ cause: { message: expect.stringContaining('"source"') } })
  })
})
