import { activityInfo } from '@temporalio/activity'
import { describe, expect, it } from 'vitest'
import { cancelSignal, type DeliveryRequest, type RouteWait } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { deliver as deliverIn } from '../test-support/deliver'
import type { Script } from '../test-support/scripted-carrier'
import type { Started } from '../test-support/skipping-client'
import { temporalUnderTest } from '../test-support/temporal-under-test'
import { timersAim } from '../test-support/timers-aim'
import { toldSentences } from '../test-support/told-sentences'

const server = temporalUnderTest()

function deliver(script: Script, extra: Partial<DeliveryRequest> = {}) {
  return deliverIn(server.environment, script, extra)
}

const silent = { do: 'stay silent' } as const
const confirm = { do: 'confirm' } as const
const rejected = {
  kind: 'rejected',
  status: 409,
  latencyMs: 3,
  reason: { code: 'REJECTED', status: 409, redirect: null },
} as const
const forEver = 10_000

/** Milliseconds from the packet's start to its end. */
function lasted({ createdAt, endedAt }: Packet): number {
  return Date.parse(endedAt ?? '') - Date.parse(createdAt)
}

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString()
}

/** The history's times are finer than a workflow's clock, so they may differ by a millisecond. */
const PRECISION_MS = 1

/**
 * The packet ended no earlier than the moment, and no timer was set for later. The end may come with a try that begins
 * just before the moment, so the last timer may be set earlier.
 */
async function expectEndedAt(moment: string, { endedAt }: Packet, { handle }: Started): Promise<void> {
  expect(Date.parse(endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(moment) - PRECISION_MS)
  // Excludes the timer for the next run, a day later.
  const aims = timersAim(await handle.fetchHistory()).filter((at) => at < Date.parse(moment) + 3_600_000)
  const latest = Math.max(...aims)
  expect(latest).toBeGreaterThan(0)
  expect(latest).toBeLessThanOrEqual(Date.parse(moment) + PRECISION_MS)
}

describe('a recall', () => {
  it('comes before the fail-over, and after "recalled" no receipt is awaited', async () => {
    const script: Script = { providers: { A: { ...silent, recall: 'RECALLED' }, B: confirm } }
    const { packet, carrier, started } = await deliver(script)
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B', flags: [], settling: false })
    expect(packet.attempts[0]).toMatchObject({ settled: true, recall: { result: 'RECALLED' } })
    expect(packet.reason).toMatch(/^A gave no receipt within 10 s, so it was recalled, B confirmed/)
    expect(carrier.recalls).toMatchObject([{ attempt: 1, provider: 'A', packetId: started.packetId }])
  })

  it('is sent to a provider that rejected a packet which may have arrived at an earlier try', async () => {
    const { packet, carrier } = await deliver({
      providers: {
        A: { do: 'answer', answer: { ...rejected, mayHaveArrived: true }, recall: 'NOT_RECALLED' },
        B: { do: 'answer', answer: { ...rejected, mayHaveArrived: false }, recall: 'RECALLED' },
        C: confirm,
      },
    })
    expect(carrier.recalls.map(({ provider }) => provider)).toEqual(['A'])
    expect(packet).toMatchObject({ deliveredBy: 'C', flags: ['risk', 'settling'] })
    expect(packet.attempts.map(({ settled }) => settled)).toEqual([false, true, true])
  })

  it.each(['NOT_RECALLED', 'FAILED'] as const)('that ends %s leaves the risk of a double', async (recall) => {
    const { packet } = await deliver({ providers: { A: { ...silent, recall }, B: confirm } })
    expect(packet).toMatchObject({ status: 'DELIVERED', flags: ['risk', 'settling'] })
    expect(packet.attempts[0]).toMatchObject({ settled: false, recall: { result: recall } })
  })

  it('is overtaken by a receipt that comes meanwhile: no other provider is tried', async () => {
    const script: Script = { providers: { A: { ...silent, recall: 'confirmed' }, B: confirm } }
    const { packet, carrier } = await deliver(script)
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', flags: ['late'] })
    expect(carrier.orders).toHaveLength(1)
  })

  it('is not sent to a provider that does not offer it', async () => {
    const { carrier } = await deliver({ providers: { A: silent, B: confirm } })
    expect(carrier.recalls).toEqual([])
  })
})

describe('an outage of ours', () => {
  it('blames no provider: the same attempt is handed over until it gets through', async () => {
    const { packet, carrier } = await deliver({ providers: { A: confirm, B: confirm }, outages: 12 })
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'A',
      failedRouteProviders: [],
      waiting: null,
    })
    expect(carrier.orders.map(({ attempt, provider }) => `${attempt} ${provider}`)).toEqual(
      Array.from({ length: 13 }, () => '1 A'),
    )
    expect(carrier.orders.at(-1)?.receiptTimeoutMs).toBe(10_000)
  })

  it('ends at the expiry, without waiting for the next try', async () => {
    const expiresAt = inMs(120_000)
    const script: Script = { providers: { A: confirm }, outages: forEver }
    const { packet, carrier, started } = await deliver(script, { expiresAt })
    expect(packet).toMatchObject({ status: 'EXPIRED', failedRouteProviders: [], flags: [] })
    await expectEndedAt(expiresAt, packet, started)
    expect(carrier.orders.length).toBeGreaterThan(20)
  })

  it('ends when the packet is canceled', async () => {
    const script: Script = { providers: { A: confirm }, outages: forEver }
    const { packet } = await deliverIn(server.environment, script, {}, ({ handle }) =>
      handle.signal(cancelSignal, { reason: 'wrong number' }),
    )
    expect(packet).toMatchObject({ status: 'CANCELED', settling: false, waiting: null })
  })
})

describe('a look-up that our worker has no time for', () => {
  it('is retried until it is in time, and is no failure of the routing service', async () => {
    const { packet, carrier } = await deliver({ providers: { A: confirm }, slowLookUps: 4 })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', failedRouteProviders: [] })
    expect(carrier.lookUps).toBe(5)
    expect(toldSentences(carrier.saved)).toContain(
      'The route look-up failed (the worker had no time for it) and is tried again.',
    )
  })

  it('is treated likewise if the worker cannot read the provider directory', async () => {
    const { packet, carrier } = await deliver({ providers: { A: confirm }, unknownDirectory: 5 })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', failedRouteProviders: [] })
    expect(carrier.lookUps).toBe(6)
  })

  it("does not use up the routing service's tries", async () => {
    const script = { providers: { A: confirm }, slowLookUps: 2, lookUpFailures: ['one', 'two'] }
    expect((await deliver(script)).packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A' })
    const gone = { ...script, lookUpFailures: ['one', 'two', 'three'] }
    expect((await deliver(gone)).packet).toMatchObject({
      status: 'FAILED',
      reason: 'Gave up on getRoute after 3 tries: three.',
    })
  })

  it('ends at the expiry', async () => {
    const { packet } = await deliver(
      { providers: { A: confirm }, slowLookUps: forEver },
      { expiresAt: inMs(4_000) },
    )
    expect(packet).toMatchObject({ status: 'EXPIRED', attempts: [] })
  })
})

describe('a route that must be waited for', () => {
  const paused: RouteWait = { wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } } }
  const broken: RouteWait = { wait: { why: 'unavailable', drained: [], broken: ['RouteA'] } }

  it('is looked up again until a provider may be handed the packet', async () => {
    const waits = Array.from({ length: 20 }, () => broken)
    const { packet } = await deliver({ providers: { A: confirm }, waits })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', flags: [] })
    expect(lasted(packet)).toBeGreaterThan(20_000)
  })

  it('records what it waits for, since when and until when', async () => {
    const expiresAt = inMs(30_000)
    const script: Script = { providers: {}, waits: Array.from({ length: 80 }, () => broken) }
    const { packet, carrier } = await deliver(script, { expiresAt })
    expect(packet).toMatchObject({ status: 'EXPIRED', expiresAt, endedAt: expect.any(String) })
    expect(packet.reason).toBe('It expired before any provider could be tried.')
    expect(toldSentences(carrier.saved)).toContainEqual(
      expect.stringMatching(
        /^Waiting: no provider may be handed it \(.*RouteA.*\) since .* UTC, next try at .* UTC\.$/,
      ),
    )
  })

  it('is looked up once more after a pause, and the packet goes when it is its turn', async () => {
    const turn: RouteWait = { wait: { why: 'paused', hold: { is: 'resuming', percent: 10, inMs: 45_000 } } }
    const { packet, carrier, started } = await deliver({ providers: { A: confirm }, waits: [paused, turn] })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A', flags: [] })
    expect(carrier.lookUps).toBe(3)
    expect(lasted(packet)).toBeGreaterThan(45_000)
    expect(lasted(packet)).toBeLessThan(90_000)
    expect(toldSentences(carrier.saved)).toContainEqual(
      expect.stringMatching(/^Waiting: all sending is paused \(maintenance\) since [\d:]+ UTC\.$/),
    )
    // No timer was started during the pause, except the one for the end of the day.
    const aims = timersAim(await started.handle.fetchHistory())
    expect(aims).toHaveLength(2)
  })

  it.each([
    ['expires', { expiresAt: inMs(4_000) }, 'EXPIRED'],
    ['is canceled', {}, 'CANCELED'],
  ] as const)('does not keep a packet from its end when it %s during a pause', async (_, extra, status) => {
    const { client } = server.environment
    const resumed = async () => {
      const { workflowId = '' } = activityInfo().workflowExecution ?? {}
      const cancel = { reason: 'wrong number' }
      if (status === 'CANCELED') await client.workflow.getHandle(workflowId).signal(cancelSignal, cancel)
      await new Promise(() => {})
    }
    const { packet } = await deliver({ providers: { A: confirm }, waits: [paused], resumed }, extra)
    expect(packet).toMatchObject({ status, attempts: [], waiting: null })
  })
})

describe('an expiry', () => {
  it('that is past when a worker gets to the packet ends it without a try', async () => {
    const { packet, carrier } = await deliver({ providers: { A: confirm } }, { expiresAt: inMs(-1_000) })
    expect(packet).toMatchObject({ status: 'EXPIRED', attempts: [] })
    expect(carrier.orders).toEqual([])
  })

  it('leaves the attempt under way until its deadline, and tries no provider after it', async () => {
    const { packet, carrier } = await deliver(
      { providers: { A: silent, B: confirm } },
      { expiresAt: inMs(8_000) },
    )
    expect(packet).toMatchObject({ status: 'EXPIRED', failedRouteProviders: ['A'] })
    expect(lasted(packet)).toBeGreaterThanOrEqual(10_000)
    expect(carrier.orders).toHaveLength(1)
  })

  it('ends the packet without waiting for the next try of a look-up', async () => {
    const expiresAt = inMs(60_000)
    const { packet, started } = await deliver(
      {
        providers: {},
        waits: Array.from(
          { length: 200 },
          () => ({ wait: { why: 'unavailable', drained: ['A'], broken: [] } }) as const,
        ),
      },
      { expiresAt },
    )
    expect(packet.status).toBe('EXPIRED')
    await expectEndedAt(expiresAt, packet, started)
  })
})
