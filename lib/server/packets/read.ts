/** Packets as the API shows them: from the store, with Temporal's information about stuck ones. */
import 'server-only'
import { z } from 'zod'
import type { PacketListQuery, PacketPage } from '@/lib/contract/packet-list'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { ApiError, isApiError } from '@/lib/server/api-error'
import { readCountedPage } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { placeOf } from '@/lib/server/queues'
import { callStore } from '@/lib/server/store'
import { Batcher } from '@/lib/store/batcher'
import * as stored from '@/lib/store/packet-list'
import { findPackets } from '@/lib/store/packets'
import { countMatching, listKey, scopeOf } from './counts'
import { describeStuck, stuckWorkflows } from './stuck'

/** Reads that are asked for at the same moment are batched into one query. */
const reads = processWide(
  'packet-reads',
  () =>
    new Batcher<string, Packet | null>(
      async (ids) => {
        const found = await callStore((db) => findPackets(db, [...new Set(ids)]))
        const byId = new Map(found.map((packet) => [packet.id, packet]))
        return ids.map((id) => byId.get(id) ?? null)
      },
      { most: 200, failsAll: isApiError },
    ),
)

/** @throws ApiError PACKET_NOT_FOUND, STORE_UNREACHABLE */
export async function getPacket(id: string): Promise<Packet> {
  const packet = await reads().add(id)
  if (packet === null) throw packetNotFound(id)
  const [decorated = packet] = await withStuck([packet])
  const queue = await placeOf(decorated)
  return { ...decorated, queue, stuck: decorated.stuck && (await describeStuck(decorated)) }
}

/** Those of the packets that exist, in any order. @throws ApiError STORE_UNREACHABLE */
export async function readPackets(ids: readonly string[]): Promise<Packet[]> {
  return withStuck(await callStore((db) => findPackets(db, ids)))
}

/** @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function listPackets(query: PacketListQuery): Promise<PacketPage> {
  const { cursor, limit, ...filter } = query
  const listing = { scope: listKey(filter), place: listPlace, cursor, limit }
  return readCountedPage(
    listing,
    async (request) => {
      const page = await callStore(async (db) => stored.listPackets(db, await scopeOf(filter), request))
      return { ...page, items: await withStuck(page.items) }
    },
    countMatching(filter),
  )
}

const listPlace = z.object({
  rank: z.int().nullable(),
  createdAt: z.int(),
  dueAt: z.int().nullable(),
  id: z.string(),
}) satisfies z.ZodType<stored.ListPlace>

/** Adds Temporal's information about packets that no worker can continue. */
export async function withStuck(packets: Packet[]): Promise<Packet[]> {
  if (packets.every(({ status }) => hasEnded(status))) return packets
  const workflows = await stuckWorkflows()
  return packets.map((packet) => {
    const stuck = hasEnded(packet.status) ? undefined : workflows.get(packet.workflowId)
    return stuck === undefined ? packet : { ...packet, stuck, flags: [...packet.flags, 'stuck'] }
  })
}

export function packetNotFound(id: string): ApiError {
  return new ApiError('PACKET_NOT_FOUND', `No packet has the id "${id}".`)
}
