/** Notifications to receivers with a real Temporal server, a real store and real HTTP. */
import { randomUUID } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { controlQueue, notifyQueue, notifyReceiverType, notifyWorkflowId } from '@/lib/contract/workflows'
import { allowedRangesText } from '@/lib/notify/address'
import { Notifier } from '@/lib/notify/post-notification'
import { answerWith, TestReceiver } from '@/lib/notify/test-support/test-receiver'
import { findNotificationsOf } from '@/lib/store/notifications'
import { addSubscription, findReceiver } from '@/lib/store/receivers'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { chosen, receipt, storePacket } from '@/lib/store/test-support/stored-packet'
import { wakeNotifying } from '@/lib/temporal/notifying'
import { createNotify } from '../activities/notify'
import { NotificationWatch } from '../notification-watch'
import { newSecret, notifyingTo } from '../test-support/activity-context'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker, replayRuns, type TestWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()
const hourMs = 3_600_000

let database: TestDatabase
let receiver: TestReceiver
let workers: TestWorker[]
let running: Promise<void>[]
/** How far the activities' clock is ahead, because waits were skipped. */
let aheadMs: number
/** Whether the server skips the waits of the workflow under test. */
let skips: boolean

beforeEach(async () => {
  database = await createDatabase()
  receiver = await TestReceiver.start()
  aheadMs = 0
  skips = false
  const notify = createNotify({
    store: database.store,
    notifying: {
      ...notifyingTo(new Notifier(allowedRangesText.parse('127.0.0.0/8'))),
      now,
    },
  })
  const activities = {
    ...new ScriptedCarrier(server.environment, { providers: {} }).activities,
    notify: async (id: string) => {
      const step = await notify(id)
      if (skips) aheadMs += step.againInMs ?? 0
      return step
    },
  }
  workers = await Promise.all(
    [controlQueue, notifyQueue].map((taskQueue) =>
      createWorker(server.environment, activities, { taskQueue, providers: [] }),
    ),
  )
  running = workers.map((worker) => worker.run())
})

afterEach(async () => {
  for (const worker of workers) worker.shutdown()
  await Promise.all(running)
  await receiver.stop()
  await database.drop()
})

const now = () => Date.now() + aheadMs
const db = () => database.store.db
const client = () => server.environment.client

async function subscribe(to = receiver): Promise<string> {
  const id = `s${randomUUID().replaceAll('-', '')}`
  const added = { id, url: to.url, source: null, secret: newSecret(), createdAt: Date.now() - 60_000 }
  await addSubscription(db(), added, 500)
  return id
}

function store(): Promise<string> {
  const at = Date.now() - 1_000
  return storePacket(db(), { createdAt: at }, [chosen(at, 'RouteA'), receipt(at, 1, true)])
}

const stateOf = async (packetId: string, receiverId: string) =>
  (await findNotificationsOf(db(), packetId, 10))?.rows.find((row) => row.receiverId === receiverId)?.state
const whenTold = (packetId: string, receiverId: string) =>
  expect.poll(() => stateOf(packetId, receiverId), { timeout: 15_000, interval: 20 }).toBe('TOLD')
const handle = (id: string) => client().workflow.getHandle(notifyWorkflowId(id))

/** Runs the watch as each worker of the product does. */
async function watched(act: () => Promise<void>): Promise<void> {
  const watch = new NotificationWatch({ db: db(), client: client(), log: { warn: () => undefined }, now })
  const watching = watch.run()
  try {
    await act()
  } finally {
    watch.stop()
    await watching
  }
}

it('tells what was stored, ends when nothing waits, and begins again with the next packet', async () => {
  const id = await subscribe()
  await watched(async () => {
    const first = await store()
    await whenTold(first, id)
    await handle(id).result()
    const second = await store()
    await whenTold(second, id)
    await handle(id).result()
    expect(receiver.received.map(({ packetId }) => packetId)).toEqual([first, second])
  })
  expect(await replayRuns(server.environment, notifyWorkflowId(id))).not.toHaveLength(0)
})

it('waits for its next try in Temporal, for 24 hours, and ends when the receiver is disabled', async () => {
  skips = true
  receiver.answer = answerWith(500)
  const id = await subscribe()
  const packetId = await store()
  const begun = now()
  await client().workflowService.startWorkflowExecution({
    namespace: server.environment.namespace ?? 'default',
    workflowId: notifyWorkflowId(id),
    requestId: randomUUID(),
    workflowType: { name: notifyReceiverType },
    taskQueue: { name: controlQueue },
    input: { payloads: [defaultPayloadConverter.toPayload(id)] },
    timeSkippingConfig: { enabled: true, maxSessionSkipCount: 1_000 },
  })
  await handle(id).result()
  expect(await stateOf(packetId, id)).toBe('GIVEN_UP')
  expect((await findReceiver(db(), id))?.disabledAt?.getTime()).toBeGreaterThanOrEqual(begun + 24 * hourMs)
  expect(receiver.received.length).toBeGreaterThan(15)
  expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1)
  await replayRuns(server.environment, notifyWorkflowId(id))
})

it("sends a new packet's notification while another one waits for its next try", async () => {
  const id = await subscribe()
  const failing = await store()
  receiver.answer = (response, { packetId }) => response.writeHead(packetId === failing ? 500 : 204).end()
  await wakeNotifying(client(), id)
  await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(1)
  const second = await store()
  await wakeNotifying(client(), id)
  await whenTold(second, id)
  expect(await stateOf(failing, id)).toBe('WAITING')
  await handle(id).terminate('the test is over')
})

it('is started again when it was lost', async () => {
  const id = await subscribe()
  receiver.answer = answerWith(500)
  const packetId = await store()
  await wakeNotifying(client(), id)
  await expect.poll(async () => (await findReceiver(db(), id))?.lastFailure ?? null).toBe('answered 500')
  await handle(id).terminate('by an operator, by mistake')
  receiver.answer = answerWith(204)
  aheadMs = 120_000
  await watched(() => whenTold(packetId, id))
})

it('a receiver that does not answer delays no other', async () => {
  const slow = await TestReceiver.start()
  slow.answer = () => undefined
  try {
    const toSlow = await subscribe(slow)
    const id = await subscribe()
    await watched(async () => {
      const packets = [await store(), await store(), await store()]
      await expect.poll(() => slow.received.length, { timeout: 15_000 }).toBe(3)
      for (const packetId of packets) await whenTold(packetId, id)
      for (const packetId of packets) expect(await stateOf(packetId, toSlow)).toBe('WAITING')
    })
    await handle(toSlow).terminate('the test is over')
  } finally {
    await slow.stop()
  }
})
