/** Bulk actions as the API shows them, with their progress. */
import 'server-only'
import { z } from 'zod'
import type { BulkAction, BulkActionPage, BulkItem, BulkItemPage } from '@/lib/contract/bulk-action'
import { type BulkResult, isBulkOver } from '@/lib/contract/bulk-terms'
import { ApiError } from '@/lib/server/api-error'
import { readPage, timePlace } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import {
  countResults,
  countResultsSince,
  findBulkAction,
  findUndoing,
  listBulkActions,
  newPacketId,
  type StoredBulkAction,
} from '@/lib/store/bulk-actions'
import { type ListedItem, listItems } from '@/lib/store/bulk-items'
import type { Database } from '@/lib/store/store'

const maxAgeMs = 500
const maxBulks = 200
const rateOverMs = 10_000

/** Counting many packets is slow, so all readers share one read. */
const reads = processWide('bulk-action-reads', () => new SharedReads<BulkAction | null>(maxAgeMs, maxBulks))

/** The bulk action as it is now, read for this call. @throws ApiError BULK_ACTION_NOT_FOUND, STORE_UNREACHABLE */
export async function getBulkAction(id: string): Promise<BulkAction> {
  const bulk = await callStore((db) => read(db, id))
  readOf(id).replace(bulk)
  return found(id, bulk)
}

/**
 * At most half a second old; for readers that follow the action.
 *
 * @throws ApiError BULK_ACTION_NOT_FOUND, STORE_UNREACHABLE
 */
export async function recentBulkAction(id: string): Promise<BulkAction> {
  return found(id, await readOf(id).fresh())
}

function readOf(id: string) {
  return reads().of(id, () => callStore((db) => read(db, id)))
}

function found<B>(id: string, bulk: B | null): B {
  if (bulk === null) throw new ApiError('BULK_ACTION_NOT_FOUND', `No bulk action has the id "${id}".`)
  return bulk
}

async function read(db: Database, id: string): Promise<BulkAction | null> {
  const row = await findBulkAction(db, id)
  return row && withCounts(db, row)
}

async function withCounts(db: Database, row: StoredBulkAction): Promise<BulkAction> {
  const now = Date.now()
  const isOver = isBulkOver(row.state)
  const [counts, lately, undoneBy] = await Promise.all([
    countResults(db, row.id),
    isOver ? 0 : countResultsSince(db, row.id, now - rateOverMs),
    findUndoing(db, row.id),
  ])
  // In the first seconds of the action, the rate covers only the time since it began.
  const overMs = Math.min(rateOverMs, Math.max(1_000, now - row.createdAt.getTime()))
  const { id, action, state, filter, reason, who, perSecond, count, leftOut, stopReason } = row
  return {
    ...{ id, action, state, filter, reason, who, perSecond, count, leftOut },
    counts: { ...none, ...counts },
    rate: isOver ? null : Math.round((lately / overMs) * 10_000) / 10,
    evenIfDelivered: row.evenIfDelivered,
    stopReason,
    undoes: row.undoes,
    undoneBy,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

const none: BulkAction['counts'] = { WAITING: 0, ASKED: 0, DONE: 0, REFUSED: 0, FAILED: 0, LEFT: 0 }

/** Newest first. @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function getBulkActions({
  cursor,
  limit,
}: {
  cursor?: string | undefined
  limit: number
}): Promise<BulkActionPage> {
  const listing = { scope: 'bulk actions', place: timePlace, cursor, limit }
  const page = await readPage(listing, (request) => callStore((db) => listBulkActions(db, request)))
  const bulks = await Promise.all(page.items.map(({ id }) => readOf(id).fresh()))
  return { ...page, items: bulks.filter((bulk) => bulk !== null) }
}

const itemPlace = z.object({ number: z.int() })

/** In the order of their turns. @throws ApiError BULK_ACTION_NOT_FOUND, BAD_CURSOR, STORE_UNREACHABLE */
export async function getBulkItems(
  id: string,
  { result, cursor, limit }: { result?: BulkResult | undefined; cursor?: string | undefined; limit: number },
): Promise<BulkItemPage> {
  const listing = { scope: `bulk items ${id} ${result ?? ''}`, place: itemPlace, cursor, limit }
  const bulk = await requireBulk(id)
  const page = await readPage(listing, (request) =>
    callStore((db) => listItems(db, id, { result, ...request })),
  )
  return { ...page, items: page.items.map((item) => itemOf(bulk, item)) }
}

/** @throws ApiError BULK_ACTION_NOT_FOUND, STORE_UNREACHABLE */
export async function requireBulk(id: string): Promise<StoredBulkAction> {
  return found(id, await callStore((db) => findBulkAction(db, id)))
}

export function itemOf({ id, action }: StoredBulkAction, { at, ...item }: ListedItem): BulkItem {
  const isSentAgain = action === 'send-again' && item.result === 'DONE'
  return {
    ...item,
    at: at?.toISOString() ?? null,
    newPacketId: isSentAgain ? newPacketId(id, item.number) : null,
  }
}
