/** Operators' actions on a scheduled packet: change its time, or send it now. */
import 'server-only'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { callStore, store } from '@/lib/server/store'
import { tryNow } from '@/lib/server/try-now'
import { beginNow, reschedule } from '@/lib/store/beginning'
import { queueNow } from '@/lib/store/queues'
import { newGroupId } from '@/lib/temporal/deliveries'
import { beginQueued, startAll } from './begin'
import { getPacket } from './read'
import { instantOf, type TimeAsked } from './times'

const look = 'Look at the packet.'

/** @throws ApiError INVALID_REQUEST, PACKET_NOT_FOUND, NOT_SCHEDULED, STORE_UNREACHABLE */
export async function reschedulePacket(id: string, asked: TimeAsked): Promise<Packet> {
  const deliverAt = instantOf(asked, 'deliverAt')
  const { destination } = await getPacket(id)
  const to = { at: Date.now(), deliverAt, quietUntil: settings().quietUntil(destination, deliverAt) }
  if (!(await callStore((db) => reschedule(db, id, to), look))) throw await notScheduled(id)
  store().announce()
  return getPacket(id)
}

/**
 * Ignores quiet hours, because the operator has decided. A packet with an ordering key takes its place in its queue,
 * where quiet hours still hold it back.
 *
 * @throws ApiError PACKET_NOT_FOUND, NOT_SCHEDULED, STORE_UNREACHABLE
 */
export async function sendNow(id: string): Promise<Packet> {
  const { orderingKey } = await getPacket(id)
  if (orderingKey === null) {
    const { begun, taken } = await callStore((db) => beginNow(db, id, newGroupId), look)
    if (taken === 0) throw await notScheduled(id)
    void tryNow('a packet could not be started', { id }, () => startAll(begun))
  } else {
    const orderingKeys = await callStore((db) => queueNow(db, id), look)
    if (orderingKeys.length === 0) throw await notScheduled(id)
    await tryNow('a queue could not be begun', { id }, () => beginQueued(orderingKeys))
  }
  store().announce()
  return getPacket(id)
}

async function notScheduled(id: string): Promise<ApiError> {
  const { status } = await getPacket(id)
  return new ApiError('NOT_SCHEDULED', `It is ${status} and no longer scheduled.`)
}
