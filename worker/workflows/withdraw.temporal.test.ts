import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancelSignal, type DeliveryRequest } from '@/lib/contract/workflows'
import { findPackets } from '@/lib/store/packets'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { createActivities } from '../activities'
import { handOversIn } from '../activities/context'
import { contextFor } from '../test-support/activity-context'
import { deliver } from '../test-support/deliver'
import { holdingProvider } from '../test-support/holding-provider'
import { type Started, startSkipping } from '../test-support/skipping-client'
import { createWorker, type TestWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const temporal = temporalUnderTest()
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  // The intake counts as up without a break, however much time is skipped.
  const always =
    "insert into intakes (process, name, up_since, seen_at) values ('test', 'test', 'epoch', now() + interval '1 day')"
  await database.store.db.execute(always)
})

afterAll(() => database.drop())

const provider = holdingProvider()

const request: DeliveryRequest = { source: '+1', destination: '+2', contents: 'SGVsbG8=' }
const silent = { do: 'stay silent' } as const

/** Each test's provider has limits of its own. */
beforeEach(() => database.store.db.execute('delete from provider_turns'))

/** A worker with the real activities, and a provider with limits. */
function workerWith(limits: Parameters<typeof contextFor>[1]): Promise<TestWorker> {
  const { store } = database
  const context = { ...contextFor(provider.url, limits), store, handOvers: handOversIn(store.db) }
  return createWorker(temporal.environment, createActivities(context))
}

async function whenHandingOver({ handle }: Started): Promise<void> {
  const isUnderWay = async () => {
    const { raw } = await handle.describe()
    return raw.pendingActivities?.some(({ lastHeartbeatTime }) => lastHeartbeatTime)
  }
  await vi.waitFor(async () => expect(await isUnderWay()).toBe(true), { timeout: 20_000 })
}

const neverHandedOver = {
  status: 'CANCELED',
  flags: [],
  settling: false,
  attempts: [{ outcome: 'ABANDONED', settled: true, handOver: { state: 'WITHDRAWN', status: null } }],
  reason: 'RouteA was never handed it, canceled: wrong number.',
}

describe('a packet that is canceled while its hand-over waits for a turn', () => {
  it('is not handed over, closes at once, and shows no risk', async () => {
    await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(first.packetId)
      const second = await startSkipping(temporal.environment, request)
      await whenHandingOver(second)
      await second.handle.signal(cancelSignal, { reason: 'wrong number' })
      expect(await second.result()).toMatchObject(neverHandedOver)
      answer.writeHead(202).end()
      await first.result()
    })
    expect(provider.seen).toHaveLength(1)
  })

  it('is not handed over even if its worker is away', async () => {
    const stopping = await workerWith({ maxPerSecond: 0.01 })
    const stopped = stopping.run()
    const first = await startSkipping(temporal.environment, request)
    const answer = await provider.arrived(first.packetId)
    answer.writeHead(202).end()
    const second = await startSkipping(temporal.environment, request)
    await whenHandingOver(second)
    stopping.shutdown()
    await stopped
    await second.handle.signal(cancelSignal, { reason: 'wrong number' })
    await (await workerWith({ maxPerSecond: 0.01 })).runUntil(async () => {
      expect(await second.result()).toMatchObject(neverHandedOver)
      await first.result()
    })
    expect(provider.seen).toHaveLength(1)
  })

  it('is not handed over if it expires there, and says so', async () => {
    await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(first.packetId)
      const expiresAt = new Date(Date.now() + 1_500).toISOString()
      const second = await startSkipping(temporal.environment, { ...request, expiresAt })
      const packet = await second.result()
      expect(packet).toMatchObject({ status: 'EXPIRED', flags: [], settling: false })
      expect(packet.reason).toBe('RouteA was never handed it, then it expired.')
      answer.writeHead(202).end()
      await first.result()
    })
    expect(provider.seen).toHaveLength(1)
  })
})

it('a packet that is canceled while it waits for its turn ends within a second', async () => {
  await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
    const first = await startSkipping(temporal.environment, request)
    const answer = await provider.arrived(first.packetId)
    const tookMs: number[] = []
    for (let packet = 0; packet < 4; packet++) {
      const waiting = await startSkipping(temporal.environment, request)
      await whenHandingOver(waiting)
      const askedAt = performance.now()
      await waiting.handle.signal(cancelSignal, { reason: 'wrong number' })
      await waiting.result()
      tookMs.push(performance.now() - askedAt)
    }
    // A busy machine may be slow, but not each time.
    expect(Math.min(...tookMs)).toBeLessThan(1_000)
    answer.writeHead(202).end()
    await first.result()
  })
})

describe('a packet that is canceled after it was sent', () => {
  it('keeps the answer as evidence and waits for the receipt', async () => {
    await (await workerWith({})).runUntil(async () => {
      const started = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(started.packetId)
      await started.handle.signal(cancelSignal, { reason: 'wrong number' })
      await vi.waitFor(async () => {
        expect((await findPackets(database.store.db, [started.packetId]))[0]?.status).toBe('CANCELED')
      })
      answer.writeHead(202).end()
      const packet = await started.result()
      expect(packet).toMatchObject({
        status: 'CANCELED',
        reason: 'RouteA was no longer waited for, canceled: wrong number.',
        attempts: [{ outcome: 'ABANDONED', settled: false, handOver: { state: 'ACCEPTED', status: 202 } }],
      })
    })
  })
})

describe('the time for the receipt', () => {
  it('begins when the packet is sent, not when it begins to wait for its turn', async () => {
    await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const held = await provider.arrived(first.packetId)
      const second = await startSkipping(temporal.environment, { ...request, receiptTimeoutMs: 5_000 })
      await whenHandingOver(second)
      const freedAt = Date.now()
      held.writeHead(202).end()
      const answer = await provider.arrived(second.packetId)
      answer.writeHead(202).end()
      const { attempts } = await second.result()
      const { transmittedAt = '', deadline = '' } = attempts[0] ?? {}
      expect(Date.parse(transmittedAt)).toBeGreaterThanOrEqual(freedAt)
      expect(Date.parse(deadline) - Date.parse(transmittedAt)).toBe(5_000)
      await first.result()
    })
  })
})

describe('a hand-over that is no longer needed', () => {
  it('is withdrawn when an earlier provider confirms meanwhile: no double delivery, no risk', async () => {
    const providers = { A: silent, B: silent }
    const { packet, carrier } = await deliver(temporal.environment, {
      providers,
      queuedAt: 'B',
      lateReceiptOf: { attempt: 1, provider: 'A' },
    })
    expect(carrier.orders.map((order) => order.provider)).toEqual(['A', 'B'])
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', flags: ['late'], settling: false })
    expect(packet.attempts[1]).toMatchObject({ outcome: 'ABANDONED', handOver: { state: 'WITHDRAWN' } })
  })
})

describe('a hand-over whose worker is lost', () => {
  it('is repeated for the same attempt', async () => {
    const { packet, carrier } = await deliver(temporal.environment, {
      providers: { A: { do: 'confirm' } },
      losesWorker: true,
    })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', attempts: [{ number: 1 }] })
    expect(carrier.orders.map(({ attempt }) => attempt)).toEqual([1, 1])
  })

  it('is also repeated when its worker stops, before its time is over', async () => {
    const stopping = await workerWith({})
    const stopped = stopping.run()
    const started = await startSkipping(temporal.environment, request)
    await provider.arrived(started.packetId)
    stopping.shutdown()
    await stopped
    await (await workerWith({})).runUntil(async () => {
      const answer = await provider.arrivedAgain(started.packetId)
      answer.writeHead(202).end()
      await vi.waitFor(
        async () => {
          const [packet] = await findPackets(database.store.db, [started.packetId])
          expect(packet?.attempts[0]?.handOver.state).toBe('ACCEPTED')
        },
        { timeout: 10_000 },
      )
      await started.handle.signal(cancelSignal, { reason: 'seen enough' })
      expect(await started.result()).toMatchObject({ attempts: [{ number: 1, provider: 'RouteA' }] })
    })
  })

  it('leaves a risk if the packet is canceled meanwhile', async () => {
    const stopping = await workerWith({})
    const stopped = stopping.run()
    const started = await startSkipping(temporal.environment, request)
    await provider.arrived(started.packetId)
    stopping.shutdown()
    await stopped
    await started.handle.signal(cancelSignal, { reason: 'wrong number' })
    await (await workerWith({})).runUntil(async () => {
      expect(await started.result()).toMatchObject({
        status: 'CANCELED',
        attempts: [{ settled: false, handOver: { state: 'FAILED' } }],
      })
    })
    expect(provider.seen).toHaveLength(1)
  })
})
