import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Claimed } from '@/lib/contract/workflows'
import { untouched } from '@/lib/directory/state'
import { Intake } from '@/lib/store/intake'
import type { Unstarted } from '@/lib/store/ownership'
import { findPackets } from '@/lib/store/packets'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { storePacket } from '@/lib/store/test-support/stored-packet'
import { contextFor } from '../test-support/activity-context'
import type { ActivityContext } from './context'
import { createAskSilence, createClaim, createFollow } from './keep'

const owner = 'packets-of-this-test'
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

function claim(ids: string[], at: number, context: Partial<ActivityContext> = {}): Promise<Claimed[]> {
  const { store } = database
  const environment = new MockActivityEnvironment({ workflowExecution: { workflowId: owner, runId: 'run' } })
  const activity = createClaim({ ...contextFor('http://127.0.0.1:9'), store, ...context })
  return environment.run(activity, { packets: ids.map((id) => ({ id, epoch: 1 })) }, at)
}

const now = Date.now()

it('gives a new packet its first provider, and stores the choice before the workflow learns of it', async () => {
  const id = await storePacket(database.store.db, { createdAt: now, receiptTimeoutMs: 7_000 })
  const [claimed] = await claim([id], now + 40)
  const attempt = { number: 1, provider: 'RouteA', outcome: 'PENDING', deadline: now + 7_040 }
  expect(claimed?.ledger).toMatchObject({ status: 'TRANSMITTING', attempts: [attempt] })
  const [stored] = await findPackets(database.store.db, [id])
  expect(stored).toMatchObject({ status: 'TRANSMITTING', currentRouteProvider: 'RouteA' })
})

it('gives the same answer again after its answer was lost', async () => {
  const id = await storePacket(database.store.db, { createdAt: now })
  const first = await claim([id], now + 40)
  expect(await claim([id], now + 60_000)).toEqual(first)
})

it('ends a packet that has expired meanwhile', async () => {
  const id = await storePacket(database.store.db, { createdAt: now, expiresAt: now + 1_000 })
  const [claimed] = await claim([id], now + 1_000)
  expect(claimed?.ledger).toMatchObject({ status: 'EXPIRED', attempts: [] })
})

it.each<[string, Partial<ActivityContext>]>([
  [
    'while sending is paused',
    { directory: directoryOf({ ...untouched, paused: { since: 0, reason: 'x' } }) },
  ],
  ['where a routing service chooses', { routingService: { url: 'http://127.0.0.1:9', fallback: 'fail' } }],
  ['where no provider is left', { providers: [] }],
  [
    'while the provider directory cannot be read',
    { directory: { current: () => Promise.reject(new Error('away')) } },
  ],
])('leaves the choice to the workflow %s', async (_, context) => {
  const id = await storePacket(database.store.db, { createdAt: now })
  const [claimed] = await claim([id], now + 40, context)
  expect(claimed?.ledger).toMatchObject({ status: 'ROUTING', attempts: [], waiting: null })
})

it('goes on with the next packet of a queue, unless that packet has another priority', async () => {
  const { store } = database
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: owner, runId: 'run' },
    priority: { priorityKey: 3 },
  })
  const orderingKeys = ['usual', 'urgent']
  const next = await storePacket(store.db, { createdAt: now, orderingKey: 'usual' })
  const urgent = await storePacket(store.db, { createdAt: now, orderingKey: 'urgent', priority: 1 })
  const started: Unstarted[] = []
  const startDelivery = async (group: Unstarted) => void started.push(group)
  const follow = createFollow({ store, quietUntil: () => null, startDelivery })
  for (let asked = 0; asked < 2; asked++)
    expect(await environment.run(follow, orderingKeys)).toEqual([{ id: next, epoch: 1 }])
  expect(started).toMatchObject([{ priority: 1, shares: [{ id: urgent }] }])
})

function directoryOf(state: typeof untouched): ActivityContext['directory'] {
  return { current: async () => state }
}

it('counts an outage as one even if the question about it is asked late', async () => {
  const { db } = database.store
  const intake = new Intake(db, '1@web')
  await intake.seen()
  const reports = setInterval(() => void intake.seen(), 50)
  const askSilence = createAskSilence({ ...contextFor('http://127.0.0.1:9'), store: database.store })
  const isUpSince = async (since: number) => {
    const [answer] = await askSilence([{ packetId: 'any', attempt: 1, since }])
    return answer?.intakeUp
  }
  try {
    const handedOverAt = Date.now()
    intake.interrupted()
    await expect.poll(() => isUpSince(Date.now())).toBe(true)
    // By now receipts could be taken for longer than the attempt waited for one.
    await expect.poll(() => isUpSince(Date.now() - 400), { timeout: 5_000 }).toBe(true)
    expect(await isUpSince(handedOverAt)).toBe(false)
  } finally {
    clearInterval(reports)
  }
})
