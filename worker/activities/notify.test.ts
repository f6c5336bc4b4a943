/** What receivers get, over real HTTP and from a real store; the test controls the clock. */
import { randomUUID } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { packetEvent } from '@/lib/contract/notification'
import type { NotifyStep } from '@/lib/contract/workflows'
import { allowedRangesText } from '@/lib/notify/address'
import { Notifier } from '@/lib/notify/post-notification'
import { answerWith, TestReceiver } from '@/lib/notify/test-support/test-receiver'
import type { LedgerEvent } from '@/lib/packet/events'
import { findNotificationsOf, sendAgain, tellBatchCompleted } from '@/lib/store/notifications'
import { addSubscription, enableReceiver, findReceiver, listReceivers } from '@/lib/store/receivers'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { chosen, receipt, silence, storePacket } from '@/lib/store/test-support/stored-packet'
import { newSecret } from '../test-support/activity-context'
import { createNotify, resultOf } from './notify'

const start = Date.parse('2026-01-01T12:00:00Z')
const hourMs = 3_600_000
const source = '+017771110000'
const installationSecrets = [newSecret(), newSecret()]
const subscriptionSecret = newSecret()

let database: TestDatabase
let receiver: TestReceiver
let now: number

beforeEach(async () => {
  database = await createDatabase()
  receiver = await TestReceiver.start()
  now = start + 60_000
})

afterEach(async () => {
  await receiver.stop()
  await database.drop()
})

const db = () => database.store.db

/** As in the worker process, but without randomness. */
function worker(notifier: Pick<Notifier, 'post'> = new Notifier(allowedRangesText.parse('127.0.0.0/8'))) {
  return createNotify({
    store: { db: db(), announce: () => undefined },
    notifying: { notifier, secrets: installationSecrets, now: () => now, random: () => 0.5 },
  })
}

function tell(id: string, notify = worker()): Promise<NotifyStep> {
  return new MockActivityEnvironment().run(notify, id)
}

async function subscribe(url = receiver.url): Promise<string> {
  const id = `s${randomUUID().replaceAll('-', '')}`
  await addSubscription(db(), { id, url, source, secret: subscriptionSecret, createdAt: start - 1 }, 500)
  return id
}

const delivered: LedgerEvent[] = [chosen(start, 'RouteA'), receipt(start + 1_000, 1, true)]
const store = (notifyUrl: string | null = null, events = delivered) =>
  storePacket(db(), { createdAt: start, source, notifyUrl }, events)

const hostId = async () => (await listReceivers(db(), 'host', 1))[0]?.id ?? ''
const told = async (packetId: string) => (await findNotificationsOf(db(), packetId, 100))?.rows ?? []

test('a subscription gets the packet as the API shows it, without contents, signed with its own secret', async () => {
  const subscription = await subscribe()
  const packetId = await store()
  expect(await tell(subscription)).toEqual({ againInMs: null })
  const [received] = receiver.received
  expect(received?.isSignedWith(subscriptionSecret)).toBe(true)
  expect(received?.isSignedWith(...installationSecrets)).toBe(false)
  expect(received?.request.headers).toMatchObject({ 'content-type': 'application/json' })
  const event = packetEvent.parse(JSON.parse(received?.body ?? ''))
  expect(event).toMatchObject({
    type: 'packet.delivered',
    timestamp: new Date(start + 1_000).toISOString(),
    data: { packet: { id: packetId, source, status: 'DELIVERED', deliveredBy: 'RouteA' } },
  })
  expect(received?.body).not.toContain('contents')
  expect(await told(packetId)).toMatchObject([
    { id: received?.id, state: 'TOLD', tries: [{ ok: true, status: 204 }] },
  ])
})

test('an address that came with a packet gets a notification signed with each secret of the installation', async () => {
  await store(`${receiver.origin}/packets?of=me`)
  await tell(await hostId())
  const [received] = receiver.received
  expect(received?.path).toBe('/packets?of=me')
  for (const secret of installationSecrets) expect(received?.isSignedWith(secret)).toBe(true)
})

test('any other ending is told as a failure with its code', async () => {
  const subscription = await subscribe()
  await store(null, [
    chosen(start, 'RouteA'),
    silence(start + 10_000, 1),
    { type: 'noRouteLeft', at: start + 10_000 },
  ])
  await tell(subscription)
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    type: 'packet.failed',
    data: { packet: { status: 'NO_ROUTE', reasonCode: 'NO_ROUTE' } },
  })
})

test("a batch's notification holds the batch's facts as stored", async () => {
  const subscription = await subscribe()
  const news = { id: 'b1', source, notifyUrl: null, at: start, facts: { delivered: 7, failed: 1 } }
  await tellBatchCompleted(db(), news)
  await tell(subscription)
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
    type: 'batch.completed',
    timestamp: new Date(start).toISOString(),
    data: { batch: { id: 'b1', delivered: 7, failed: 1 } },
  })
})

describe('a receiver that fails', () => {
  it('is retried for 24 hours under the same id, then the event is given up and the receiver disabled', async () => {
    receiver.answer = answerWith(503)
    const subscription = await subscribe()
    const packetId = await store()
    const begun = now
    const pauses: number[] = []
    for (let step = await tell(subscription); step.againInMs !== null; step = await tell(subscription)) {
      pauses.push(step.againInMs)
      now += step.againInMs
    }
    expect(now - begun).toBe(24 * hourMs)
    expect(pauses.slice(0, 8).map((ms) => ms / 1000)).toEqual([5, 15, 45, 135, 405, 1215, 3645, 7200])
    expect(receiver.received).toHaveLength(pauses.length + 1)
    expect(new Set(receiver.received.map(({ id, body }) => id + body)).size).toBe(1)
    const [row] = await told(packetId)
    expect(row).toMatchObject({ state: 'GIVEN_UP', failures: pauses.length + 1 })
    expect(row?.tries.map(({ at }) => Date.parse(at) - begun).at(-1)).toBe(24 * hourMs)
    expect(await findReceiver(db(), subscription)).toMatchObject({
      disabledAt: new Date(now),
      disabledReason: 'Every try has failed for 24 hours, at last because: answered 503',
    })

    // New events wait until the receiver is enabled again.
    receiver.answer = answerWith(204)
    const later = await store()
    expect(await tell(subscription)).toEqual({ againInMs: null })
    expect(await told(later)).toMatchObject([{ state: 'WAITING', tries: [] }])
    await enableReceiver(db(), subscription, now)
    await tell(subscription)
    expect(await told(later)).toMatchObject([{ state: 'TOLD' }])
    // An event that was given up is sent by hand only.
    await sendAgain(db(), row?.id ?? '', now)
    await tell(subscription)
    expect(receiver.received.at(-1)?.id).toBe(row?.id)
    expect(await told(packetId)).toMatchObject([{ state: 'TOLD' }])
  })

  it('is left alone for as long as its Retry-After asks', async () => {
    receiver.answer = answerWith(429, { 'retry-after': '600' })
    const subscription = await subscribe()
    await store()
    expect(await tell(subscription)).toEqual({ againInMs: 600_000 })
  })

  it('delays the later events of the same packet, and no other packet', async () => {
    const subscription = await subscribe()
    const packetId = await store(null, [
      { ...chosen(start, 'RouteA') },
      {
        type: 'handOverAnswered',
        at: start,
        attempt: 1,
        answer: { kind: 'accepted', status: 202, latencyMs: 1 },
      },
      silence(start + 10_000, 1),
      chosen(start + 10_000, 'RouteB'),
      receipt(start + 11_000, 2, true),
      receipt(start + 12_000, 1, true),
    ])
    const other = await store()
    receiver.answer = (response, { type, packetId: of }) =>
      response.writeHead(type === 'packet.delivered' && of === packetId ? 500 : 204).end()
    expect(await tell(subscription)).toEqual({ againInMs: 5_000 })
    expect(await told(packetId)).toMatchObject([
      { type: 'packet.delivered', state: 'WAITING' },
      { type: 'packet.doubled', state: 'WAITING', tries: [] },
    ])
    expect(await told(other)).toMatchObject([{ state: 'TOLD' }])
    receiver.answer = answerWith(204)
    now += 5_000
    // The next event of a packet is due as soon as the previous one is told.
    expect(await tell(subscription)).toEqual({ againInMs: 0 })
    expect(await tell(subscription)).toEqual({ againInMs: null })
    const types = receiver.received.filter(({ packetId: of }) => of === packetId).map(({ type }) => type)
    expect(types).toEqual(['packet.delivered', 'packet.delivered', 'packet.doubled'])
  })

  it('is disabled if it answers that it is gone; for an address of one packet, the event is given up', async () => {
    receiver.answer = answerWith(410)
    const subscription = await subscribe()
    const packetId = await store(receiver.url)
    await tell(subscription)
    await tell(await hostId())
    const rows = await told(packetId)
    expect(rows.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['host', 'GIVEN_UP'],
      ['subscription', 'WAITING'],
    ])
    expect((await findReceiver(db(), subscription))?.disabledReason).toBe(
      'It answered 410: it is gone for good.',
    )
    expect((await findReceiver(db(), await hostId()))?.disabledAt).toBeNull()
  })

  it('is never connected to if its address is not public, and the try says so', async () => {
    await store(receiver.url)
    await tell(await hostId(), worker(new Notifier([])))
    expect(receiver.received).toEqual([])
    const [row] = await listReceivers(db(), 'host', 1)
    expect(row?.lastFailure).toMatch(/^127\.0\.0\.1 is not a public address/)
  })
})

test('sends many packets to one receiver concurrently, but at most eight at once', async () => {
  const subscription = await subscribe()
  for (let index = 0; index < 30; index++) await store()
  let under = 0
  let most = 0
  const waiting: (() => void)[] = []
  receiver.answer = (response) => {
    most = Math.max(most, ++under)
    waiting.push(() => {
      under--
      response.writeHead(204).end()
    })
    // Answer only when no more requests come.
    if (waiting.length === 8 || receiver.received.length === 30) for (const go of waiting.splice(0)) go()
  }
  expect(await tell(subscription)).toEqual({ againInMs: null })
  expect(receiver.received).toHaveLength(30)
  expect(most).toBe(8)
})

test('sends at most sixteen at once to one host, however many receivers it has', async () => {
  const subscriptions = [await subscribe(), await subscribe(), await subscribe()]
  for (let index = 0; index < 8; index++) await store()
  let most = 0
  let waiting: (() => void)[] = []
  const ok = { ok: true, status: 204, latencyMs: 1, reason: null, retryAfterMs: null, isGone: false }
  const notify = worker({
    post: async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        most = Math.max(most, waiting.length)
      })
      return ok
    },
  })
  const telling = Promise.all(subscriptions.map((id) => tell(id, notify)))
  await expect.poll(() => waiting.length).toBeGreaterThanOrEqual(16)
  expect(most).toBe(16)
  let isDone = false
  void telling.then(() => {
    isDone = true
  })
  await expect
    .poll(() => {
      for (const go of waiting) go()
      waiting = []
      return isDone
    })
    .toBe(true)
  expect(await telling).toEqual([{ againInMs: null }, { againInMs: null }, { againInMs: null }])
  expect(most).toBe(16)
})

test('stores nothing when the worker is stopped in the middle, and the next worker sends it again', async () => {
  const subscription = await subscribe()
  const packetId = await store()
  const environment = new MockActivityEnvironment()
  receiver.answer = () => environment.cancel()
  expect(await environment.run(worker(), subscription)).toEqual({ againInMs: 0 })
  expect(await told(packetId)).toMatchObject([{ state: 'WAITING', tries: [] }])
  receiver.answer = answerWith(204)
  await tell(subscription)
  expect(receiver.received.map(({ id }) => id)).toEqual([receiver.received[0]?.id, receiver.received[0]?.id])
})

test('varies pauses at random by up to a quarter', () => {
  const failed = {
    ok: false,
    status: 500,
    latencyMs: 1,
    reason: 'answered 500',
    retryAfterMs: null,
    isGone: false,
  }
  const pauseFor = (failures: number, random: number) =>
    resultOf(
      { id: '1', failures, retryUntil: null },
      { at: 0, endedAt: 0 },
      failed,
      { secret: null },
      () => random,
    ).nextTryAt
  expect([0, 0.5, 0.999].map((random) => pauseFor(0, random))).toEqual([3750, 5000, 6248])
  expect([0, 0.5, 0.999].map((random) => pauseFor(30, random) / hourMs)).toEqual([
    1.5,
    2,
    expect.closeTo(2.5),
  ])
})
