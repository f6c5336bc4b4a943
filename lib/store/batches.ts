/** Batches: their states and the progress of their packets. */
import { and, count, desc, eq, exists, inArray, lt, not, notInArray, type SQL, sql } from 'drizzle-orm'
import { type PgUpdateSetSource, unionAll } from 'drizzle-orm/pg-core'
import type { BatchOptions } from '@/lib/contract/batch'
import type { BatchState } from '@/lib/contract/batch-terms'
import { hasEnded, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { areQueued } from './beginning'
import { oneMoreChange } from './jobs'
import { tellBatchCompleted } from './notifications'
import { isAfter, type Page, type PageRequest, pageOf, type TimePlace } from './page'
import { batches, batchFaults, packets } from './schema'
import type { Database } from './store'

export type StoredBatch = typeof batches.$inferSelect

export interface NewBatch {
  id: string
  name: string | null
  options: BatchOptions
  repeats: string | null
  /** Milliseconds since the epoch. */
  at: number
}

/**
 * Opens a batch for its rows, or finds the existing one with this id. A refused batch is opened again, so that its file
 * can be corrected.
 */
export async function openBatch(db: Database, added: NewBatch): Promise<StoredBatch> {
  const { id, name, options, repeats, at } = added
  return db.transaction(async (tx) => {
    await tx
      .insert(batches)
      .values({ id, name, options, repeats, state: 'UPLOADING', createdAt: new Date(at) })
      .onConflictDoNothing()
    const [again] = await tx
      .update(batches)
      .set({ state: 'UPLOADING', name, options, trouble: null, endedAt: null, uploadedAt: null })
      .where(and(eq(batches.id, id), eq(batches.state, 'REFUSED')))
      .returning()
    if (again !== undefined) await tx.delete(batchFaults).where(eq(batchFaults.batchId, id))
    const [row] = again ? [again] : await tx.select().from(batches).where(eq(batches.id, id))
    if (row === undefined) throw new Error('A batch was deleted as it was opened.')
    return row
  })
}

export async function noteTrouble(db: Database, id: string, trouble: string): Promise<void> {
  await db
    .update(batches)
    .set({ trouble })
    .where(and(eq(batches.id, id), eq(batches.state, 'UPLOADING')))
}

/** All rows are stored; now the packets are sent. Null if the batch is not being uploaded. */
export function finishUpload(db: Database, id: string, at: number): Promise<StoredBatch | null> {
  const uploadedAt = new Date(at)
  return change(db, id, ['UPLOADING'], { state: 'RUNNING', uploadedAt, trouble: null })
}

/** Deletes all rows, none of which has begun. */
export async function refuseUpload(db: Database, id: string, at: number): Promise<StoredBatch | null> {
  const some = db
    .select({ id: packets.id })
    .from(packets)
    .where(and(eq(packets.batchId, id), areQueued))
    .limit(mostInGroup)
  for (;;) {
    const { rowCount } = await db.delete(packets).where(inArray(packets.id, some))
    if ((rowCount ?? 0) < mostInGroup) break
  }
  const over = { uploadedAt: new Date(at), endedAt: new Date(at), ...nothingToTell }
  return change(db, id, ['UPLOADING'], { state: 'REFUSED', trouble: null, ...over })
}

const mostInGroup = 500

/** Marks a change as told already, because no workflow is left to hear of it. */
const nothingToTell = { told: sql`${batches.changes} + 1` }

/** @returns the changed batch, whose workflow must be told; null if it was in none of the states `from` */
async function change(
  db: Database,
  id: string,
  from: readonly BatchState[],
  to: PgUpdateSetSource<typeof batches>,
): Promise<StoredBatch | null> {
  const [row] = await db
    .update(batches)
    .set({ ...oneMoreChange(batches), ...to })
    .where(and(eq(batches.id, id), inArray(batches.state, [...from])))
    .returning()
  return row ?? null
}

export function pauseBatch(db: Database, id: string): Promise<StoredBatch | null> {
  return change(db, id, ['RUNNING'], { state: 'PAUSED' })
}

export function resumeBatch(db: Database, id: string): Promise<StoredBatch | null> {
  return change(db, id, ['PAUSED'], { state: 'RUNNING' })
}

/** Packets that have begun are finished; the rest are canceled. */
export function stopBatch(db: Database, id: string, reason: string): Promise<StoredBatch | null> {
  return change(db, id, ['UPLOADING', 'RUNNING', 'PAUSED'], {
    state: 'STOPPING',
    stopReason: reason,
  })
}

export async function findBatch(db: Database, id: string): Promise<StoredBatch | null> {
  const [row] = await db.select().from(batches).where(eq(batches.id, id))
  return row ?? null
}

/**
 * Deletes batches that are over and whose packets are all deleted.
 *
 * @param endedBefore milliseconds since the epoch
 */
export async function deleteOldBatches(db: Database, endedBefore: number): Promise<void> {
  const hasPackets = sql`exists (select 1 from ${packets} where ${packets.batchId} = ${batches.id})`
  await db.delete(batches).where(and(lt(batches.endedAt, new Date(endedBefore)), not(hasPackets)))
}

/** Newest first. */
export async function listBatches(
  db: Database,
  { limit, after }: PageRequest<TimePlace<string>>,
): Promise<Page<StoredBatch, TimePlace<string>>> {
  const { createdAt, id } = batches
  const rows = await db
    .select()
    .from(batches)
    .where(isAfter(after, [createdAt, id]))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
  return pageOf(rows, limit, (last) => ({ at: last.createdAt.getTime(), id: last.id }))
}

export type BatchCounts = Readonly<Partial<Record<PacketStatus, number>>>

/**
 * The number of packets in each status. Packets that are not in flight are counted by an index-only scan. One
 * statement, so that a packet that ends or begins meanwhile is counted once.
 */
export async function countBatch(db: Database, id: string): Promise<BatchCounts> {
  const resting = db
    .select({ status: sql<PacketStatus>`${packets.resting}`, count: count() })
    .from(packets)
    .where(and(eq(packets.batchId, id), sql`${packets.rank} < 'infinity'`))
    .groupBy(packets.resting)
  const inFlight = db
    .select({ status: sql<PacketStatus>`${packets.status}`, count: count() })
    .from(packets)
    .where(inFlightOf(id))
    .groupBy(packets.status)
  const rows = await unionAll(resting, inFlight)
  return Object.fromEntries(rows.map((each) => [each.status, each.count]))
}

/** @param id of a batch, or the column with the id */
function inFlightOf(id: string | typeof batches.id): SQL | undefined {
  return and(eq(packets.batchId, id), sql`${packets.rank} = 'infinity'`)
}

/**
 * How many packets of the batch have ended since then.
 *
 * @param since milliseconds since the epoch
 */
export async function countEndedSince(db: Database, id: string, since: number): Promise<number> {
  const from = new Date(since).toISOString()
  return db.$count(
    packets,
    and(
      eq(packets.batchId, id),
      sql`${packets.rank} < 'infinity' and ${packets.rank} >= ${from}::timestamptz`,
      notInArray(packets.resting, ['QUEUED', 'SCHEDULED']),
    ),
  )
}

/**
 * The most packets of one batch that have begun and that no provider has answered for. Enough to keep a worker busy,
 * and few enough for other packets to get past.
 */
export const mostUnhanded = 500

const isUnhanded = sql`(${packets.status} = 'ROUTING' or ${packets.ledger} -> 'attempts' -> -1 -> 'handOver' ->> 'state' <> 'ACCEPTED')`

/** How many more packets of the batch may begin; at least 0. */
export async function roomOf(db: Database, id: string): Promise<number> {
  return Math.max(0, mostUnhanded - (await db.$count(packets, and(inFlightOf(id), isUnhanded))))
}

/** Running batches of which no more packets may begin for now. */
export async function findFullBatches(db: Database): Promise<string[]> {
  const unhanded = db
    .select({ one: sql`1` })
    .from(packets)
    .where(and(inFlightOf(batches.id), isUnhanded))
    .offset(mostUnhanded - 1)
  const rows = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.state, 'RUNNING'), exists(unhanded)))
  return rows.map(({ id }) => id)
}

/**
 * Ends a batch whose packets have all ended, and writes its notifications. Null if some packets have not ended, or if
 * the batch is not under way.
 */
export async function endBatch(db: Database, id: string, at: number): Promise<StoredBatch | null> {
  const counts = await countBatch(db, id)
  if (packetStatuses.some((status) => !hasEnded(status) && (counts[status] ?? 0) > 0)) return null
  const over = { counts, endedAt: new Date(at), ...nothingToTell }
  return db.transaction(async (tx) => {
    const ended =
      (await change(tx, id, ['RUNNING'], { state: 'COMPLETED', ...over })) ??
      (await change(tx, id, ['STOPPING'], { state: 'STOPPED', ...over }))
    if (ended === null) return null
    const { name, state, options } = ended
    const { source = null, notifyUrl = null } = options.defaults
    await tellBatchCompleted(tx, { id, source, notifyUrl, at, facts: { name, state, counts } })
    return ended
  })
}
