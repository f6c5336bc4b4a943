/** Batches as the API shows them, with the progress of their packets. */
import 'server-only'
import { z } from 'zod'
import type { Batch, BatchPage, FaultPage } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { hasEnded, packetStatuses } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { readPage, timePlace } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countBadRows, type FaultPlace, listFaults } from '@/lib/store/batch-rows'
import {
  type BatchCounts,
  countBatch,
  countEndedSince,
  findBatch,
  listBatches,
  type StoredBatch,
} from '@/lib/store/batches'
import type { Database } from '@/lib/store/store'

const maxAgeMs = 1_000
const maxBatches = 200
const rateOverMs = 60_000

/** Counting many packets is slow, so all readers share one read. */
const reads = processWide('batch-reads', () => new SharedReads<Batch | null>(maxAgeMs, maxBatches))

/** The batch as it is now, read for this call. @throws ApiError BATCH_NOT_FOUND, STORE_UNREACHABLE */
export async function getBatch(id: string): Promise<Batch> {
  return found(id, await readOf(id).refresh())
}

/** At most a second old; for readers that follow the batch. @throws ApiError BATCH_NOT_FOUND, STORE_UNREACHABLE */
export async function recentBatch(id: string): Promise<Batch> {
  return found(id, await readOf(id).fresh())
}

function readOf(id: string) {
  return reads().of(id, () => callStore((db) => read(db, id)))
}

function found(id: string, batch: Batch | null): Batch {
  if (batch === null) throw batchNotFound(id)
  return batch
}

function batchNotFound(id: string): ApiError {
  return new ApiError('BATCH_NOT_FOUND', `No batch has the id "${id}".`)
}

/** The row in the store, without counts. @throws ApiError BATCH_NOT_FOUND, STORE_UNREACHABLE */
export async function requireBatch(id: string): Promise<StoredBatch> {
  const batch = await callStore((db) => findBatch(db, id))
  if (batch === null) throw batchNotFound(id)
  return batch
}

async function read(db: Database, id: string): Promise<Batch | null> {
  const row = await findBatch(db, id)
  return row && withCounts(db, row)
}

async function withCounts(db: Database, row: StoredBatch): Promise<Batch> {
  const { id, state, options } = row
  const now = Date.now()
  const [counted, badRowCount, endedLately] = await Promise.all([
    countBatch(db, id),
    countBadRows(db, id),
    isOver(state) ? 0 : countEndedSince(db, id, now - rateOverMs),
  ])
  const counts: Batch['counts'] = { ...none, ...leastOutdated(row.counts, counted) }
  const rows = totalOf(counts)
  const left = packetStatuses.reduce((sum, status) => sum + (hasEnded(status) ? 0 : counts[status]), 0)
  const perMinute = perMinuteOf(row, endedLately, now)
  return {
    id,
    name: row.name,
    state,
    format: options.format,
    badRows: options.badRows,
    trouble: row.trouble,
    stopReason: row.stopReason,
    repeats: row.repeats,
    rows,
    badRowCount,
    counts,
    perMinute,
    secondsLeft: perMinute ? Math.ceil((left / perMinute) * 60) : null,
    createdAt: row.createdAt.toISOString(),
    uploadedAt: row.uploadedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

const none: Batch['counts'] = {
  SCHEDULED: 0,
  QUEUED: 0,
  ROUTING: 0,
  TRANSMITTING: 0,
  DELIVERED: 0,
  NO_ROUTE: 0,
  EXHAUSTED: 0,
  EXPIRED: 0,
  FAILED: 0,
  CANCELED: 0,
}

/**
 * The packets of a batch that is over are still counted, because a late receipt may correct an ending while a packet
 * settles. The counts stored at the end of the batch are used only once some of its packets have been deleted.
 */
function leastOutdated(atEnd: StoredBatch['counts'], now: BatchCounts): BatchCounts {
  return atEnd !== null && totalOf(now) < totalOf(atEnd) ? atEnd : now
}

function totalOf(counts: BatchCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** In the first minute after the upload, the rate covers only the time since then. */
function perMinuteOf({ state, uploadedAt }: StoredBatch, ended: number, now: number): number | null {
  if (isOver(state) || state === 'UPLOADING' || uploadedAt === null) return null
  const overMs = Math.min(rateOverMs, Math.max(1_000, now - uploadedAt.getTime()))
  return Math.round((ended / overMs) * 60_000)
}

/** Newest first. @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function getBatches({
  cursor,
  limit,
}: {
  cursor?: string | undefined
  limit: number
}): Promise<BatchPage> {
  const listing = { scope: 'batches', place: timePlace, cursor, limit }
  const page = await readPage(listing, (request) => callStore((db) => listBatches(db, request)))
  const batches = await Promise.all(page.items.map(({ id }) => readOf(id).fresh()))
  return { ...page, items: batches.filter((batch) => batch !== null) }
}

const faultPlace = z.object({ line: z.int(), number: z.int() }) satisfies z.ZodType<FaultPlace>

/** In the order of the file. @throws ApiError BATCH_NOT_FOUND, BAD_CURSOR, STORE_UNREACHABLE */
export async function getFaults(
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<FaultPage> {
  const listing = { scope: `faults ${id}`, place: faultPlace, cursor, limit }
  await requireBatch(id)
  return readPage(listing, (request) => callStore((db) => listFaults(db, id, request)))
}
