import type { Worker } from '@temporalio/worker'
import { describe, expect, it, vi } from 'vitest'
import { cancelSignal, type DeliveryRequest } from '@/lib/contract/workflows'
import { createTransmit } from '../activities/transmit'
import { contextFor } from '../test-support/activity-context'
import { deliver } from '../test-support/deliver'
import { holdingProvider } from '../test-support/holding-provider'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { type Started, startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const temporal = temporalUnderTest()
const provider = holdingProvider()

const request: DeliveryRequest = { source: '+1', destination: '+2', contents: 'SGVsbG8=' }
const silent = { do: 'stay silent' } as const

/** Real hand-overs to a provider with limits; all else is scripted. */
function workerWith(limits: Parameters<typeof contextFor>[1]): Promise<Worker> {
  const { activities } = new ScriptedCarrier(temporal.environment, { providers: { RouteA: silent } })
  return createWorker(temporal.environment, {
    ...activities,
    transmit: createTransmit(contextFor(provider.url, limits)),
  })
}

/** Tries of its hand-over so far; 0 before Temporal has it. */
async function tries({ handle }: Started): Promise<number> {
  const { raw } = await handle.describe()
  return raw.pendingActivities?.[0]?.attempt ?? 0
}

async function whenTried(started: Started, times: number): Promise<void> {
  await vi.waitFor(async () => expect(await tries(started)).toBeGreaterThanOrEqual(times), {
    timeout: 20_000,
  })
}

/** When its history has each kind of event for the first time, in milliseconds since the epoch. */
async function timesOf({ handle }: Started): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  for (const event of (await handle.fetchHistory()).events ?? []) {
    const at = Number(event.eventTime?.seconds ?? 0) * 1_000 + Math.floor((event.eventTime?.nanos ?? 0) / 1e6)
    for (const kind of Object.keys(event)) if (!times.has(kind)) times.set(kind, at)
  }
  return times
}

const neverHandedOver = {
  status: 'CANCELED',
  flags: [],
  settling: false,
  attempts: [{ outcome: 'ABANDONED', settled: true, handOver: { state: 'WITHDRAWN', status: null } }],
  reason: 'RouteA was never handed it, canceled: wrong number.',
}

describe('a packet that is canceled while its hand-over waits for a turn', () => {
  it('is not handed over, closes at once and sees no risk', async () => {
    await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(first.packetId)
      const second = await startSkipping(temporal.environment, request)
      await whenTried(second, 1)
      await second.handle.signal(cancelSignal, { reason: 'wrong number' })
      expect(await second.result()).toMatchObject(neverHandedOver)
      answer.writeHead(202).end()
      await first.result()
    })
    expect(provider.seen).toHaveLength(1)
  })

  it('is not handed over either when Temporal has it back between two tries', async () => {
    await (await workerWith({ maxPerSecond: 0.01 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(first.packetId)
      answer.writeHead(202).end()
      const second = await startSkipping(temporal.environment, request)
      await whenTried(second, 2)
      await second.handle.signal(cancelSignal, { reason: 'wrong number' })
      expect(await second.result()).toMatchObject(neverHandedOver)
      await first.result()
    })
    expect(provider.seen).toHaveLength(1)
  })

  it('is not handed over when it expires there, and says so', async () => {
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

it('a withdrawal is known to the worker within a second', async () => {
  await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
    const first = await startSkipping(temporal.environment, request)
    const answer = await provider.arrived(first.packetId)
    const noticedMs: number[] = []
    for (let packet = 0; packet < 4; packet++) {
      const waiting = await startSkipping(temporal.environment, request)
      // Just after a heartbeat, so that the next one brings it.
      await vi.waitFor(
        async () => {
          const { raw } = await waiting.handle.describe()
          expect(raw.pendingActivities?.[0]?.lastHeartbeatTime).toBeTruthy()
        },
        { timeout: 20_000, interval: 20 },
      )
      await waiting.handle.signal(cancelSignal, { reason: 'wrong number' })
      await waiting.result()
      const at = await timesOf(waiting)
      const askedAt = at.get('activityTaskCancelRequestedEventAttributes') ?? 0
      noticedMs.push((at.get('activityTaskCompletedEventAttributes') ?? 0) - askedAt)
    }
    // A busy machine may be late, but not each time.
    expect(Math.min(...noticedMs)).toBeLessThan(1_000)
    answer.writeHead(202).end()
    await first.result()
  })
})

describe('a packet that is canceled once it has left', () => {
  it('keeps the answer as evidence and listens for the receipt', async () => {
    await (await workerWith({})).runUntil(async () => {
      const started = await startSkipping(temporal.environment, request)
      const answer = await provider.arrived(started.packetId)
      await started.handle.signal(cancelSignal, { reason: 'wrong number' })
      await vi.waitFor(async () => {
        const types = (await started.handle.fetchHistory()).events?.map((event) => Object.keys(event).join())
        expect(types?.some((keys) => keys.includes('activityTaskCancelRequested'))).toBe(true)
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
  it('begins when the packet leaves, not when it begins to wait for its turn', async () => {
    await (await workerWith({ maxConcurrent: 1 })).runUntil(async () => {
      const first = await startSkipping(temporal.environment, request)
      const held = await provider.arrived(first.packetId)
      const second = await startSkipping(temporal.environment, { ...request, receiptTimeoutMs: 5_000 })
      await whenTried(second, 1)
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

describe('a hand-over that nobody needs any more', () => {
  it('is withdrawn when an earlier provider confirms meanwhile: nothing is doubled, nothing is at risk', async () => {
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
  it('is made again under the same name, and remembered as one that may have arrived', async () => {
    const { packet, carrier } = await deliver(temporal.environment, {
      providers: { A: { do: 'confirm' } },
      losesWorker: true,
    })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A' })
    expect(carrier.orders.map(({ attempt, repeatsUnsentOnly }) => [attempt, repeatsUnsentOnly])).toEqual([
      [1, true],
      [1, undefined],
    ])
  })

  it('is made again likewise when its worker stops, before its time is over', async () => {
    const stopping = await workerWith({})
    const stopped = stopping.run()
    const started = await startSkipping(temporal.environment, request)
    await provider.arrived(started.packetId)
    stopping.shutdown()
    await stopped
    const carrier = new ScriptedCarrier(temporal.environment, { providers: { RouteA: { do: 'confirm' } } })
    const packet = await (await createWorker(temporal.environment, carrier.activities)).runUntil(
      started.result,
    )
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', failedRouteProviders: [] })
    expect(carrier.orders.map(({ attempt, repeatsUnsentOnly }) => [attempt, repeatsUnsentOnly])).toEqual([
      [1, undefined],
    ])
  })

  it('leaves a risk when the packet is canceled meanwhile', async () => {
    const { packet, carrier } = await deliver(
      temporal.environment,
      { providers: { A: silent }, losesWorker: true },
      {},
      ({ handle }) => handle.signal(cancelSignal, { reason: 'wrong number' }),
    )
    expect(packet).toMatchObject({
      status: 'CANCELED',
      attempts: [{ settled: false, handOver: { state: 'FAILED' } }],
    })
    expect(carrier.orders).toHaveLength(1)
  })
})
