/** Notifications are stored with their event, once for each receiver, and kept as long as the event's packet. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventType } from '@/lib/contract/notification'
import type { LedgerEvent } from '@/lib/packet/events'
import {
  findDueNotifications,
  findNextTry,
  findNotificationsOf,
  recordTries,
  type StoredNotification,
  sendAgain,
  type TryResult,
  takeReceiversToWake,
  tellBatchCompleted,
} from './notifications'
import { saveStates } from './ownership'
import type { NewPacket } from './packets'
import { storeReceipts } from './receipts'
import {
  addSubscription,
  deleteSubscription,
  disableReceiver,
  enableReceiver,
  findReceiver,
  listReceivers,
} from './receivers'
import { deleteOldPackets } from './retention'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, newReceipt, receipt, silence, storePacket } from './test-support/stored-packet'

const start = Date.parse('2026-01-01T12:00:00Z')
const hourMs = 3_600_000
const url = 'https://hooks.example.com/one'
const source = '+017771110000'

let database: TestDatabase

beforeEach(async () => {
  database = await createDatabase()
})

afterEach(() => database.drop())

const db = () => database.store.db

async function subscribe(change: { source?: string | null; createdAt?: number; url?: string } = {}) {
  const id = `s${randomUUID().replaceAll('-', '')}`
  const added = { id, url, source, secret: 'whsec_', createdAt: start - 1, ...change }
  expect(await addSubscription(db(), added, 500)).toBe(true)
  return id
}

const delivered: LedgerEvent[] = [chosen(start, 'RouteA'), receipt(start + 1_000, 1, true)]
const store = (packet: Partial<NewPacket> = {}, events = delivered) =>
  storePacket(db(), { createdAt: start, ...packet }, events)

const due = (receiver: string, at: number) => findDueNotifications(db(), receiver, { at, most: 10 })
const told = async (packetId: string) => (await findNotificationsOf(db(), packetId, 100))?.rows ?? []
const typesOf = async (packetId: string): Promise<EventType[]> =>
  (await told(packetId)).map(({ type }) => type)

/** Two providers were silent, and both may still confirm. */
async function exhausted(packet: Partial<NewPacket> = {}): Promise<string> {
  const settling = (at: number, provider: string): LedgerEvent => ({
    type: 'routeChosen',
    at,
    provider,
    receiptTimeoutMs: 10_000,
    settlingMs: 120_000,
  })
  const accepted = { kind: 'accepted', status: 202, latencyMs: 5 } as const
  return store({ maxAttempts: 2, ...packet }, [
    settling(start, 'RouteA'),
    { type: 'handOverAnswered', at: start, attempt: 1, answer: accepted },
    silence(start + 10_000, 1),
    settling(start + 10_000, 'RouteB'),
    { type: 'handOverAnswered', at: start + 10_000, attempt: 2, answer: accepted },
    silence(start + 20_000, 2),
  ])
}

const late = (packetId: string, attempt: number) =>
  storeReceipts(db(), [
    newReceipt({
      packetId,
      attempt,
      provider: attempt === 1 ? 'RouteA' : 'RouteB',
      receivedAt: start + 30_000 + attempt,
    }),
  ])

test('a packet without receivers leaves no notifications', async () => {
  await subscribe({ source: '+somebody else' })
  expect(await told(await store())).toEqual([])
})

test('notifies the packet’s own address and the subscriptions of its source and of every source', async () => {
  const own = await subscribe()
  const every = await subscribe({ source: null })
  await subscribe({ source: '+somebody else' })
  const id = await store({ notifyUrl: 'https://sender.example.com:8443/told?packet=1' })
  const rows = await told(id)
  const [host] = await listReceivers(db(), 'host', 10)
  expect(host).toMatchObject({ url: 'https://sender.example.com:8443', waiting: 1 })
  expect(rows.map(({ receiverId }) => receiverId).sort()).toEqual([own, every, host?.id].sort())
  expect(rows.find(({ kind }) => kind === 'host')).toMatchObject({
    type: 'packet.delivered',
    url: 'https://sender.example.com:8443/told?packet=1',
    state: 'WAITING',
    facts: { packet: { id, source, ledger: { status: 'DELIVERED' } } },
  })
})

test('notifies nothing while a packet has not ended', async () => {
  await subscribe()
  expect(await typesOf(await store({}, [chosen(start, 'RouteA')]))).toEqual([])
})

test('notifies of a delivery by a late receipt and then of a double delivery, in this order', async () => {
  await subscribe()
  const id = await exhausted({ notifyUrl: url })
  expect(await typesOf(id)).toEqual(['packet.failed', 'packet.failed'])
  await late(id, 2)
  await late(id, 1)
  // The carrier sends the receipt twice.
  await late(id, 1)
  const rows = await told(id)
  for (const kind of ['subscription', 'host'])
    expect(rows.filter((row) => row.kind === kind).map(({ type }) => type)).toEqual([
      'packet.failed',
      'packet.delivered',
      'packet.doubled',
    ])
  // Each notification contains the state at its time.
  const statuses = rows.map(({ facts }) => 'packet' in facts && facts.packet.ledger.status)
  expect(statuses).toEqual(['EXHAUSTED', 'EXHAUSTED', 'DELIVERED', 'DELIVERED', 'DELIVERED', 'DELIVERED'])
})

test('notifies of an ending once however often it is stored, and not if it was not stored', async () => {
  await subscribe()
  const id = await store()
  const [row] = await told(id)
  const ledger = row && 'packet' in row.facts ? row.facts.packet.ledger : null
  if (ledger === null) throw new Error('Nothing was told.')
  await saveStates(db(), [{ id, epoch: 1, version: 2, ledger, closed: true }])
  await saveStates(db(), [{ id, epoch: 1, version: 2, ledger, closed: true }])
  expect(await typesOf(id)).toEqual(['packet.delivered'])
  const other = await store({}, [chosen(start, 'RouteA')])
  await saveStates(db(), [{ id: other, epoch: 7, version: 9, ledger, closed: true }])
  expect(await typesOf(other)).toEqual([])
})

test('notifies of each of many packets that end in one statement', async () => {
  await subscribe({ source: null })
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      store({ notifyUrl: `https://host-${index % 3}.example.com/${index}` }),
    ),
  )
  for (const id of ids) expect(await typesOf(id)).toEqual(['packet.delivered', 'packet.delivered'])
  expect(await listReceivers(db(), 'host', 10)).toHaveLength(3)
})

test('notifies a subscription only of what happens after it was made', async () => {
  const id = await exhausted()
  const first = await subscribe({ createdAt: start + 25_000 })
  await late(id, 2)
  const second = await subscribe({ createdAt: start + 30_002 + 1 })
  await storeReceipts(db(), [newReceipt({ packetId: id, provider: 'RouteA', receivedAt: start + 40_000 })])
  expect((await told(id)).map(({ receiverId, type }) => [receiverId, type])).toEqual(
    expect.arrayContaining([
      [first, 'packet.delivered'],
      [first, 'packet.doubled'],
      [second, 'packet.doubled'],
    ]),
  )
  expect(await told(id)).toHaveLength(3)
})

test('notifies of a batch once, the subscriptions of its source and its own address', async () => {
  const own = await subscribe()
  const other = await subscribe({ source: '+somebody else' })
  const news = { id: 'b1', source, notifyUrl: 'http://batch.example.com/done', at: start, facts: { rows: 7 } }
  await tellBatchCompleted(db(), news)
  await tellBatchCompleted(db(), { ...news, at: start + 5 })
  const [host] = await listReceivers(db(), 'host', 10)
  for (const receiver of [own, host?.id ?? '']) {
    const due = await findDueNotifications(db(), receiver, { at: start, most: 10 })
    expect(due).toMatchObject([{ type: 'batch.completed', facts: { batch: { id: 'b1', rows: 7 } } }])
  }
  expect(await due(other, start)).toEqual([])
})

const wake = (at: number) => takeReceiversToWake(db(), { at, most: 100 })

test('wakes a receiver once for new notifications, and again if nothing has come of it', async () => {
  const id = await subscribe()
  await store()
  await store()
  const at = start + 2_000
  expect(await Promise.all([wake(at), wake(at)])).toContainEqual([id])
  expect(await wake(at + 1)).toEqual([])
  expect(await wake(at + 59_000)).toEqual([])
  expect(await wake(at + 60_000)).toEqual([id])
})

function result(row: Pick<StoredNotification, 'id'>, at: number, change: Partial<TryResult> = {}): TryResult {
  const tried = {
    at: new Date(at).toISOString(),
    ok: false,
    status: 500,
    latencyMs: 3,
    reason: 'answered 500',
  }
  return {
    id: row.id,
    tried,
    state: 'WAITING',
    failures: 1,
    nextTryAt: at + 5_000,
    retryUntil: at + 24 * hourMs,
    disables: false,
    ...change,
  }
}

test('sends the notifications of a packet in order, independently of other packets', async () => {
  const receiver = await subscribe()
  const id = await exhausted()
  await late(id, 2)
  const other = await store()
  const at = start + 40_000
  const first = await due(receiver, at)
  expect(first.map(({ packetId, type }) => [packetId, type])).toEqual([
    [other, 'packet.delivered'],
    [id, 'packet.failed'],
  ])
  const [, failed] = first
  if (failed === undefined) throw new Error('Nothing is due.')
  await recordTries(db(), receiver, [result(failed, at)])
  expect((await due(receiver, at + 4_999)).map(({ packetId }) => packetId)).toEqual([other])
  await recordTries(db(), receiver, [result(failed, at + 5_000, { state: 'GIVEN_UP' })])
  expect((await due(receiver, at + 5_000)).map(({ packetId }) => packetId)).toEqual([other, id])
})

test('keeps a failed try, and the next one waits for its time', async () => {
  const receiver = await subscribe()
  const id = await store()
  const [row] = await due(receiver, start + 1_000)
  if (row === undefined) throw new Error('Nothing is due.')
  expect(await findNextTry(db(), receiver)).toBe(start + 1_000)
  expect(await recordTries(db(), receiver, [result(row, start + 1_500)])).toBe(false)
  expect(await findNextTry(db(), receiver)).toBe(start + 6_500)
  expect(await told(id)).toMatchObject([
    { state: 'WAITING', failures: 1, tries: [{ ok: false, status: 500, reason: 'answered 500' }] },
  ])
  expect(await findReceiver(db(), receiver)).toMatchObject({
    failingSince: new Date(start + 1_500),
    lastFailure: 'answered 500',
    disabledAt: null,
  })
})

test('keeps only the last fifty tries', async () => {
  const receiver = await subscribe()
  await store()
  const [row] = await due(receiver, start + 1_000)
  if (row === undefined) throw new Error('Nothing is due.')
  for (let index = 0; index < 53; index++)
    await recordTries(db(), receiver, [result(row, start + 2_000 + index)])
  const [{ tries } = { tries: [] }] = await due(receiver, start + hourMs)
  expect(tries).toHaveLength(50)
  expect(tries.at(-1)?.at).toBe(new Date(start + 2_052).toISOString())
})

test('disables a receiver after a day of failures, and sends what waits once it is enabled', async () => {
  const receiver = await subscribe()
  const id = await store()
  const [row] = await due(receiver, start + 1_000)
  if (row === undefined) throw new Error('Nothing is due.')
  expect(await recordTries(db(), receiver, [result(row, start + 1_000)])).toBe(false)
  const dayLater = start + 1_000 + 24 * hourMs
  expect(await recordTries(db(), receiver, [result(row, dayLater - 1)])).toBe(false)
  expect(await recordTries(db(), receiver, [result(row, dayLater, { state: 'GIVEN_UP' })])).toBe(true)
  expect(await findReceiver(db(), receiver)).toMatchObject({
    disabledAt: new Date(dayLater),
    disabledReason: 'Every try has failed for 24 hours, at last because: answered 500',
  })
  const other = await store()
  expect(await wake(dayLater + hourMs)).toEqual([])
  expect(await enableReceiver(db(), receiver, dayLater + 2 * hourMs)).toBe(true)
  expect(await wake(dayLater + 2 * hourMs)).toEqual([receiver])
  expect((await due(receiver, dayLater + 2 * hourMs)).map(({ packetId }) => packetId)).toEqual([other])
  expect(await told(id)).toMatchObject([{ state: 'GIVEN_UP' }])
})

test('one successful try resets the failures', async () => {
  const receiver = await subscribe()
  await store()
  await store()
  const [one, other] = await due(receiver, start + 1_000)
  if (one === undefined || other === undefined) throw new Error('Nothing is due.')
  await recordTries(db(), receiver, [result(one, start + 1_000)])
  const at = start + 12 * hourMs
  const ok = { at: new Date(at).toISOString(), ok: true, status: 204, latencyMs: 3, reason: null }
  await recordTries(db(), receiver, [result(other, at, { tried: ok, state: 'TOLD' })])
  expect(await findReceiver(db(), receiver)).toMatchObject({ failingSince: null, lastToldAt: new Date(at) })
  expect(await recordTries(db(), receiver, [result(one, start + 25 * hourMs)])).toBe(false)
})

test('disables a subscription at once that says it is gone', async () => {
  const receiver = await subscribe()
  await store()
  const [row] = await due(receiver, start + 1_000)
  if (row === undefined) throw new Error('Nothing is due.')
  expect(await recordTries(db(), receiver, [result(row, start + 1_000, { disables: true })])).toBe(true)
  expect(await findReceiver(db(), receiver)).toMatchObject({ disabledReason: 'It answered 500.' })
})

test('sends a finished notification again under the same id, but not a waiting one', async () => {
  const receiver = await subscribe()
  const id = await store()
  const [row] = await due(receiver, start + 1_000)
  if (row === undefined) throw new Error('Nothing is due.')
  expect(await sendAgain(db(), row.id, start)).toBe(false)
  await recordTries(db(), receiver, [result(row, start + 1_000, { state: 'GIVEN_UP' })])
  expect(await due(receiver, start + hourMs)).toEqual([])
  expect(await sendAgain(db(), row.id, start + hourMs)).toBe(true)
  expect(await due(receiver, start + hourMs)).toMatchObject([
    { id: row.id, packetId: id, failures: 0, retryUntil: null },
  ])
  expect(await wake(start + hourMs)).toEqual([receiver])
})

test('sends nothing more to a deleted subscription, and keeps its past notifications', async () => {
  const receiver = await subscribe()
  const id = await store()
  const stop = { at: start + 2_000, reason: 'moved' }
  expect(await deleteSubscription(db(), receiver, stop)).toBe(true)
  expect(await deleteSubscription(db(), receiver, stop)).toBe(false)
  expect(await enableReceiver(db(), receiver, start)).toBe(false)
  expect(await disableReceiver(db(), receiver, stop)).toBe(false)
  expect(await listReceivers(db(), 'subscription', 10)).toEqual([])
  expect(await typesOf(await store())).toEqual([])
  expect(await wake(start + hourMs)).toEqual([])
  expect(await told(id)).toMatchObject([{ state: 'GIVEN_UP', deletedAt: new Date(start + 2_000) }])
})

test('deletes notifications with their packet, and then receivers without any', async () => {
  const id = await subscribe()
  await store({ notifyUrl: 'https://gone.example.com/' })
  await tellBatchCompleted(db(), { id: 'b1', source, notifyUrl: null, at: start, facts: {} })
  await deleteSubscription(db(), id, { at: start + 2_000, reason: 'moved' })
  const kept = await subscribe()
  const old = { endedBefore: start + 100 * hourMs, now: start + 200 * hourMs, most: 100 }
  await deleteOldPackets(db(), old)
  expect(await listReceivers(db(), 'host', 10)).toEqual([])
  expect(await listReceivers(db(), 'subscription', 10)).toMatchObject([{ id: kept }])
  expect((await db().execute('select from notifications')).rowCount).toBe(0)
  expect((await db().execute('select from receivers')).rowCount).toBe(1)
})

test('limits the number of subscriptions', async () => {
  await subscribe()
  const added = { id: 's1', url, source: null, secret: 'whsec_', createdAt: start }
  expect(await addSubscription(db(), added, 1)).toBe(false)
})
