/** What operators do with a packet that is scheduled: another time, or now. */
import 'server-only'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { log } from '@/lib/server/process'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { beginNow, reschedule } from '@/lib/store/beginning'
import { newGroupId, startDelivery } from '@/lib/temporal/deliveries'
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

/** Whatever the hour: an operator who says so knows. @throws ApiError PACKET_NOT_FOUND, NOT_SCHEDULED, STORE_UNREACHABLE */
export async function sendNow(id: string): Promise<Packet> {
  const owner = newGroupId()
  const { shares, taken } = await callStore((db) => beginNow(db, id, owner), look)
  if (taken === 0) throw await notScheduled(id)
  store().announce()
  if (shares.length > 0) void start(owner, shares)
  return getPacket(id)
}

/** What could not be started is started by a worker. */
async function start(owner: string, packets: { id: string; epoch: number }[]): Promise<void> {
  try {
    await callTemporal(({ client }) => startDelivery(client, owner, { packets }))
  } catch (error) {
    if (!(error instanceof ApiError)) log().error({ err: error, owner }, 'a packet could not be started')
  }
}

async function notScheduled(id: string): Promise<ApiError> {
  const { status } = await getPacket(id)
  return new ApiError('NOT_SCHEDULED', `It is ${status}, and not scheduled any more.`)
}
