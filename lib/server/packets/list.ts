/** Pages of packets from visibility: in flight first, then most recently ended. */
import 'server-only'
import type { PacketFilter, PacketListQuery, PacketPage } from '@/lib/contract/packet-list'
import type { Packet } from '@/lib/packet/packet'
import { badCursor, fromCursor, toCursor } from '@/lib/server/cursor'
import { isInvalidArgument } from '@/lib/server/temporal/errors'
import { listWorkflows } from '@/lib/server/temporal/visibility'
import { packetsOf, readPackets } from './by-id'
import { countMatching } from './counts'
import { filterKey, matches } from './filter'
import { forgetStarts, recentStarts } from './recent-starts'
import { packetQuery } from './search'

/** @throws ApiError BAD_CURSOR, TEMPORAL_UNREACHABLE */
export async function listPackets(query: PacketListQuery): Promise<PacketPage> {
  const { cursor, limit, ...filter } = query
  const scope = filterKey(filter)
  const total = countMatching(filter)
  // Awaited below; a failure must not count as unhandled when the page fails first.
  total.catch(() => undefined)
  if (cursor !== undefined) {
    const page = await readPage(filter, { pageToken: fromCursor(cursor, scope), limit })
    return { items: page.items, nextCursor: toCursor(page.next, scope), total: await total }
  }
  const page = await firstPage(filter, limit)
  const { items } = page
  const counted = (await total) + page.added
  // The count may be older than the page.
  const all = items.length === 0 ? 0 : Math.max(counted, items.length)
  return { items, nextCursor: toCursor(page.next, scope), total: all }
}

/** With the packets that this process has only just started, which visibility may not list yet. */
async function firstPage(filter: PacketFilter, limit: number): Promise<Page & { added: number }> {
  const page = await readPage(filter, { limit })
  forgetStarts(page.items.map(({ id }) => id))
  const missing = recentStarts(Date.now()).filter((packet) => matches(packet, filter))
  if (missing.length === 0) return { ...page, added: 0 }
  const unseen = await unknownToVisibility(missing.slice(0, limit - 1))
  // Read again: what visibility has learnt meanwhile is on it, and the next page begins where this one ends.
  const { items, next } = await readPage(filter, { limit: limit - unseen.length })
  const listed = new Set(items.map(({ id }) => id))
  const added = unseen.filter(({ id }) => !listed.has(id))
  return { items: [...added, ...items], next, added: added.length }
}

interface Page {
  items: Packet[]
  next: Uint8Array | null
}

interface PageRequest {
  pageToken?: Uint8Array
  limit: number
}

async function readPage(filter: PacketFilter, request: PageRequest): Promise<Page> {
  const query = packetQuery(filter)
  const { pageToken = null, limit } = request
  try {
    const { executions, next } = await listWorkflows(query, limit, pageToken)
    return { items: packetsOf(executions), next }
  } catch (error) {
    if (pageToken && isInvalidArgument(error)) throw badCursor(error)
    throw error
  }
}

async function unknownToVisibility(starts: Packet[]): Promise<Packet[]> {
  const known = new Set((await readPackets(starts)).map(({ id }) => id))
  forgetStarts(known)
  return starts.filter(({ id }) => !known.has(id))
}
