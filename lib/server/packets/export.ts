/** All packets of a list, as a file. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { Packet } from '@/lib/packet/packet'
import { csv, ndjson } from '@/lib/server/http/download'
import { callStore } from '@/lib/server/store'
import { type ListPlace, listPackets } from '@/lib/store/packet-list'
import { type PageRequest, pages } from '@/lib/store/page'
import { scopeOf } from './counts'
import { withStuck } from './read'

const mostAtOnce = 500

const columns = [
  'id',
  'source',
  'destination',
  'status',
  'deliveredBy',
  'providers',
  'attempts',
  'flags',
  'reasonCode',
  'reason',
  'batch',
  'line',
  'orderingKey',
  'createdAt',
  'endedAt',
  'workflowId',
  'runId',
] as const

/** @throws ApiError STORE_UNREACHABLE, as long as nothing was sent */
export async function exportCsv(filter: PacketFilter): Promise<Response> {
  return csv('packets.csv', columns, rowsOf(packetsOf(filter)))
}

/** Each line is a packet as in the API. @throws ApiError STORE_UNREACHABLE, as long as nothing was sent */
export async function exportNdjson(filter: PacketFilter): Promise<Response> {
  return ndjson('packets.ndjson', packetsOf(filter))
}

/** Each packet once, as it was when its page was read. A relative span of time is fixed at the start. */
async function* packetsOf(filter: PacketFilter): AsyncGenerator<Packet[]> {
  const scope = await scopeOf(filter)
  // A packet that ends during the export would come again, among the ended ones.
  const unfinished = new Set<string>()
  const read = (request: PageRequest<ListPlace>) => callStore((db) => listPackets(db, scope, request))
  for await (const page of pages(read, mostAtOnce)) {
    const items = page.filter(({ id }) => !unfinished.has(id))
    for (const { id, endedAt } of items) if (endedAt === null) unfinished.add(id)
    yield await withStuck(items)
  }
}

async function* rowsOf(pages: AsyncGenerator<Packet[]>): AsyncGenerator<Row[]> {
  for await (const packets of pages) yield packets.map(rowOf)
}

type Row = Record<(typeof columns)[number], unknown>

function rowOf(packet: Packet): Row {
  const { id, source, destination, status, deliveredBy, attempts, flags, batch, orderingKey } = packet
  const { reasonCode, reason, createdAt, endedAt, workflowId, runId } = packet
  return {
    ...{ id, source, destination, status, deliveredBy },
    providers: attempts.map(({ provider }) => provider).join(' → '),
    attempts: attempts.length,
    flags: flags.join(' '),
    ...{ reasonCode, reason, batch: batch?.id ?? null, line: batch?.line ?? null, orderingKey },
    ...{ createdAt, endedAt, workflowId, runId },
  }
}
