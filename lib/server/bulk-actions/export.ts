/** What became of the packets of a bulk action, as CSV. */
import 'server-only'
import { csv } from '@/lib/server/http/download'
import { callStore } from '@/lib/server/store'
import type { StoredBulkAction } from '@/lib/store/bulk-actions'
import { listItems } from '@/lib/store/bulk-items'
import { type PageRequest, pages } from '@/lib/store/page'
import { itemOf, requireBulk } from './read'

const mostAtOnce = 1_000

const columns = [
  'number',
  'packetId',
  'source',
  'destination',
  'result',
  'code',
  'detail',
  'at',
  'status',
  'newPacketId',
] as const

/** @throws ApiError BULK_ACTION_NOT_FOUND, STORE_UNREACHABLE */
export async function exportBulkResults(id: string): Promise<Response> {
  return csv(`${id}-results.csv`, columns, resultsOf(await requireBulk(id)))
}

async function* resultsOf(
  bulk: StoredBulkAction,
): AsyncGenerator<Record<(typeof columns)[number], unknown>[]> {
  const read = (request: PageRequest<{ number: number }>) =>
    callStore((db) => listItems(db, bulk.id, request))
  for await (const items of pages(read, mostAtOnce))
    yield items.map((item) => {
      const { packet, ...result } = itemOf(bulk, item)
      const { source = null, destination = null, status = null } = packet ?? {}
      return { ...result, source, destination, status }
    })
}
