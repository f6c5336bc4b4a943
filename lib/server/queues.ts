/** Queues of ordering keys as the API shows them, and what operators do with them. */
import 'server-only'
import { z } from 'zod'
import { mostDropped, type Queue, type QueueDropped, type QueuePage } from '@/lib/contract/queue'
import type { Packet } from '@/lib/packet/packet'
import { waitingOf } from '@/lib/packet/queue'
import { readPage } from '@/lib/server/cursor'
import { beginQueued } from '@/lib/server/packets/begin'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore, store } from '@/lib/server/store'
import { tryNow } from '@/lib/server/try-now'
import { pageOf } from '@/lib/store/page'
import {
  cancelQueued,
  findPlace,
  findQueue,
  holdQueue,
  listQueues,
  releaseQueue,
  type StoredQueue,
} from '@/lib/store/queues'

const maxAgeMs = 1_000
const maxPages = 50

const pages = processWide('queue-pages', () => new SharedReads<StoredQueue[]>(maxAgeMs, maxPages))
const place = z.object({ offset: z.int().min(0) })
const look = 'Look at the queue.'

/** Held queues first, then by how long the first packet has waited. @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function getQueues({
  cursor,
  limit,
}: {
  cursor?: string | undefined
  limit: number
}): Promise<QueuePage> {
  return readPage({ scope: 'queues', place, cursor, limit }, async ({ after }) => {
    const offset = after?.offset ?? 0
    const read = () => callStore((db) => listQueues(db, { limit: limit + 1, offset }))
    const queues = await pages().of(`${limit} ${offset}`, read).fresh()
    const { items, next } = pageOf(queues, limit, () => ({ offset: offset + limit }))
    return { items: items.map(toQueue), next }
  })
}

/** For a key that no packet has, an empty queue. @throws ApiError STORE_UNREACHABLE */
export async function getQueue(orderingKey: string): Promise<Queue> {
  return toQueue(await callStore((db) => findQueue(db, orderingKey)))
}

/** No packet of the queue begins from now on. One that is under way goes on. @throws ApiError STORE_UNREACHABLE */
export async function hold(orderingKey: string, reason: string): Promise<Queue> {
  await callStore((db) => holdQueue(db, { orderingKey, reason, at: Date.now() }), look)
  store().announce()
  return getQueue(orderingKey)
}

/** Ends every hold of the queue. @throws ApiError STORE_UNREACHABLE */
export async function release(orderingKey: string): Promise<Queue> {
  await callStore((db) => releaseQueue(db, orderingKey), look)
  await tryNow('a queue could not be begun', { orderingKey }, () => beginQueued([orderingKey]))
  store().announce()
  return getQueue(orderingKey)
}

/** Cancels the waiting packets. One that is under way goes on. @throws ApiError STORE_UNREACHABLE */
export async function drop(orderingKey: string, reason: string): Promise<QueueDropped> {
  const at = Date.now()
  let dropped = 0
  while (dropped < mostDropped) {
    const count = await callStore((db) => cancelQueued(db, { orderingKey, at, reason }), look)
    if (count === 0) break
    dropped += count
    store().announce()
  }
  return { queue: await getQueue(orderingKey), dropped }
}

/** A packet's place in its queue; null where it is in none. @throws ApiError STORE_UNREACHABLE */
export async function placeOf({ id, status, orderingKey }: Packet): Promise<Packet['queue']> {
  if (status !== 'QUEUED' || orderingKey === null) return null
  const found = await callStore((db) => findPlace(db, id))
  return found && { ahead: found.ahead, ...waitingOf(found.queue) }
}

function toQueue(stored: StoredQueue): Queue {
  const { orderingKey, depth, head, underWay, hold, failed } = stored
  const waiting = head === null ? null : waitingOf(stored)
  return {
    orderingKey,
    depth,
    head: head && { packetId: head.packetId, since: iso(head.since) },
    underWay,
    hold: hold && { reason: hold.reason, at: iso(hold.at) },
    failed: failed && { packetId: failed.packetId, at: iso(failed.at) },
    waitsFor: waiting?.waitsFor ?? null,
    detail: waiting?.detail ?? null,
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
