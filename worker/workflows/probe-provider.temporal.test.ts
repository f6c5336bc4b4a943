/** Probes with a real Temporal server and a real store; the test plays the provider. */
import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { controlQueue, type ProbeOrder, probeWorkflowId } from '@/lib/contract/workflows'
import type { Change } from '@/lib/directory/change'
import { type ProbeEnding, type ProviderState, stateOf } from '@/lib/directory/state'
import { changeDirectory, readChanges, readDirectory } from '@/lib/store/directory'
import { StoreError } from '@/lib/store/store'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { startProbing, wakeProbing } from '@/lib/temporal/probing'
import { createFollowProbe } from '../activities/probe'
import { Upkeep } from '../directory/upkeep'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker, startTemporal, type TestWorker } from '../test-support/temporal'

const provider = 'RouteA'

let environment: TestWorkflowEnvironment
let database: TestDatabase
let worker: TestWorker
let done: Promise<void>
/** The probes that were ordered. */
let orders: ProbeOrder[]
/** How each probe ends; a promise keeps the probe open until then. */
let endings: (ProbeEnding | Promise<ProbeEnding>)[]
let storeIsAway: boolean

beforeAll(async () => {
  environment = await startTemporal()
})

afterAll(() => environment.teardown())

beforeEach(async () => {
  database = await createDatabase()
  orders = []
  endings = []
  storeIsAway = false
  const followProbe = createFollowProbe({ store: database.store })
  worker = await createWorker(
    environment,
    {
      ...new ScriptedCarrier(environment, { providers: {} }).activities,
      followProbe: async (report) => {
        if (storeIsAway) throw new StoreError('No connection.', 'ECONNREFUSED', true)
        return followProbe(report)
      },
      probe: async (order) => {
        orders.push(order)
        return { is: (await endings.shift()) ?? 'lost', ms: null, detail: null }
      },
    },
    { taskQueue: controlQueue },
  )
  done = worker.run()
})

afterEach(async () => {
  await handle()
    .terminate('the test is over')
    .catch(() => undefined)
  worker.shutdown()
  await done
  await database.drop()
})

const handle = () => environment.client.workflow.getHandle(probeWorkflowId(provider))

function change(what: Change) {
  const asked = { id: randomUUID(), at: Date.now(), who: null, reason: 'because', what }
  return changeDirectory(database.store.db, asked)
}

const trip = (firstProbeMs: number) => change({ do: 'trip', provider, firstProbeMs, receiptTimeoutMs: 5_000 })
const askForProbe = () => change({ do: 'probe', provider, receiptTimeoutMs: 5_000 })
const state = async () => stateOf(await readDirectory(database.store.db), provider)
const stateWhen = (holds: (state: ProviderState) => boolean) =>
  expect.poll(async () => holds(await state()), { timeout: 15_000, interval: 20 }).toBe(true)
const isRunning = async () => (await handle().describe()).status.name === 'RUNNING'

it('probes an open breaker when its wait is over, again after twice as long, and ends when it is closed', async () => {
  endings = ['unreachable', 'confirmed']
  await trip(300)
  await startProbing(environment.client, provider)
  await handle().result()
  expect((await state()).breaker).toMatchObject({ is: 'closed', openings: 0 })
  const log = (await readChanges(database.store.db, 50)).reverse()
  expect(log.map(({ what }) => what.do)).toEqual(['trip', 'half-open', 'probed', 'half-open', 'probed'])
  const [tripped, first, failed, second] = log.map(({ at }) => at)
  expect((first ?? 0) - (tripped ?? 0)).toBeGreaterThanOrEqual(300)
  expect((second ?? 0) - (failed ?? 0)).toBeGreaterThanOrEqual(600)
  expect(new Set(orders.map(({ number }) => number)).size).toBe(2)
})

it('runs as one workflow, however often it is started', async () => {
  endings = ['confirmed']
  await trip(500)
  await Promise.all(Array.from({ length: 5 }, () => startProbing(environment.client, provider)))
  await handle().result()
  expect(orders).toHaveLength(1)
})

it('probes at once when an operator asks, also while it waits for the next probe of a breaker', async () => {
  endings = ['confirmed']
  await trip(600_000)
  await startProbing(environment.client, provider)
  await askForProbe()
  await wakeProbing(environment.client, provider)
  await handle().result()
  expect((await state()).breaker?.is).toBe('closed')
})

/** The ending of a probe that stays under way until the test ends it. */
function ending() {
  let end: (is: ProbeEnding) => void = () => undefined
  const promise = new Promise<ProbeEnding>((resolve) => {
    end = resolve
  })
  return { promise, end }
}

it('begins no second probe while one is under way, and then handles what came meanwhile', async () => {
  const { promise, end } = ending()
  endings = [promise, 'confirmed']
  await askForProbe()
  await wakeProbing(environment.client, provider)
  await expect.poll(() => orders.length).toBe(1)
  expect((await state()).probe?.takenAt).toBeGreaterThan(0)
  await askForProbe()
  await wakeProbing(environment.client, provider)
  // The breaker opens while the probe is under way.
  await trip(200)
  expect(orders).toHaveLength(1)
  end('silent')
  await handle().result()
  expect(orders).toHaveLength(2)
  expect((await state()).breaker?.is).toBe('closed')
})

it('waits for a store that is away, and does not blame the provider', async () => {
  endings = ['confirmed']
  storeIsAway = true
  await trip(10)
  await startProbing(environment.client, provider)
  await expect
    .poll(async () => (await handle().describe()).raw.pendingActivities?.[0]?.attempt, { timeout: 15_000 })
    .toBeGreaterThan(1)
  expect((await state()).breaker).toMatchObject({ is: 'open', openings: 1 })
  storeIsAway = false
  await handle().result()
  expect((await state()).breaker?.is).toBe('closed')
})

async function withUpkeep(what: () => Promise<void>): Promise<void> {
  const upkeep = new Upkeep({
    directory: { current: () => readDirectory(database.store.db) },
    providers: [provider],
    client: environment.client,
    namespace: environment.namespace ?? 'default',
    log: { warn: () => undefined },
  })
  const running = upkeep.run()
  try {
    await what()
  } finally {
    upkeep.stop()
    await running
  }
}

it('is started by the upkeep if the worker that opened the breaker could not start it', async () => {
  endings = ['confirmed']
  await trip(100)
  await withUpkeep(() => stateWhen(({ breaker }) => breaker?.is === 'closed'))
})

it('is started or signaled by the upkeep for a probe that Temporal could not be told of', async () => {
  await trip(600_000)
  await withUpkeep(async () => {
    await expect.poll(isRunning, { timeout: 15_000 }).toBe(true)
    endings = ['confirmed']
    await askForProbe()
    await stateWhen(({ breaker }) => breaker?.is === 'closed')
  })
})

it('continues a probe under way after its workflow was terminated', async () => {
  const { promise, end } = ending()
  endings = [promise]
  await askForProbe()
  await wakeProbing(environment.client, provider)
  await expect.poll(() => orders.length).toBe(1)
  await handle().terminate('by mistake')
  endings = ['confirmed']
  await withUpkeep(() => stateWhen(({ probe }) => probe?.result?.is === 'confirmed'))
  expect(orders.map(({ number }) => number)).toEqual([orders[0]?.number, orders[0]?.number])
  end('lost')
})

it('ends at once for a provider that is not to be probed', async () => {
  await startProbing(environment.client, provider)
  await handle().result()
  expect(orders).toEqual([])
})
