/** Batches: their rows as they are uploaded, their states, and how far their packets have come. */
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  not,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { BatchOptions, RowFault } from '@/lib/contract/batch'
import type { BatchState } from '@/lib/contract/batch-terms'
import { apply } from '@/lib/packet/apply'
import { type BatchLine, hasEnded, type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { type Beginning, beginPackets, type Turn } from './beginning'
import { tellBatchCompleted } from './notifications'
import { saveStates } from './ownership'
import { batchOf, insertPackets, type NewPacket, packetOf, precedenceOf, shownColumns } from './packets'
import { batches, batchFaults, packets } from './schema'
import type { Database } from './store'

/** As the indexes say it. */
const areQueued = sql.raw(`resting = 'QUEUED'`)
const areScheduled = sql.raw(`resting = 'SCHEDULED'`)

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
 * Opens a batch for its rows, or finds the one with this id; one that was refused is opened again, so that its file can
 * be mended.
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

/** Rows of a file in their order, and what is wrong with those that are no packets. */
export interface RowGroup {
  packets: readonly NewPacket[]
  faults: readonly RowFault[]
  /** Of what the rows say, by their lines; of those that could be read. */
  fingerprints: ReadonlyMap<number, string | null>
  firstLine: number
  lastLine: number
}

export type GroupStored =
  /** `faults`: those of the group, and what was wrong with rows that could not be stored. */
  | { is: 'stored'; faults: RowFault[] }
  /** This line was uploaded under the batch's id before, and said something else. */
  | { is: 'different'; line: number }
  /** The batch takes no more rows. */
  | { is: 'closed'; state: BatchState }

/**
 * Stores a group of rows, each once, however often it is uploaded. Of a batch that takes no more rows it only says
 * whether they are the same.
 */
export async function storeRows(db: Database, batchId: string, group: RowGroup): Promise<GroupStored> {
  return db.transaction(async (tx) => {
    const [batch] = await tx
      .select({ state: batches.state })
      .from(batches)
      .where(eq(batches.id, batchId))
      .for('share')
    const state = batch?.state ?? 'STOPPED'
    const isOpen = state === 'UPLOADING'
    const stored = isOpen ? await insertPackets(tx, group.packets) : new Set<string>()
    const unmet = new Set(stored)
    const missing = group.packets.filter(({ id }) => !unmet.delete(id))
    const known = missing.length + group.faults.length === 0 ? [] : await findLines(tx, batchId, group)
    const line = differingLine(group, known)
    if (line !== null) return { is: 'different', line }
    if (!isOpen) return { is: 'closed', state }
    const before = new Set(known.map((each) => each.line))
    const taken = missing.flatMap(({ batch: at, id }) =>
      at === null || before.has(at.line) ? [] : [idTaken(at.line, id)],
    )
    const faults = [...group.faults.filter((fault) => !before.has(fault.line)), ...taken]
    await replaceFaults(tx, batchId, group, faults)
    return { is: 'stored', faults }
  })
}

interface KnownLine {
  line: number
  fingerprint: string | null
}

async function findLines(
  db: Database,
  batchId: string,
  { firstLine, lastLine }: RowGroup,
): Promise<KnownLine[]> {
  const rows = await db
    .select({ line: packets.batchLine, fingerprint: packets.fingerprint })
    .from(packets)
    .where(and(eq(packets.batchId, batchId), sql`${packets.batchLine} between ${firstLine} and ${lastLine}`))
  return rows.flatMap(({ line, fingerprint }) => (line === null ? [] : [{ line, fingerprint }]))
}

/** The first line whose packet is there and was made of another row. */
function differingLine({ fingerprints }: RowGroup, known: readonly KnownLine[]): number | null {
  const differing = known.filter(({ line, fingerprint }) => fingerprints.get(line) !== fingerprint)
  return differing.length === 0 ? null : Math.min(...differing.map(({ line }) => line))
}

function idTaken(line: number, id: string): RowFault {
  return { line, field: 'id', code: 'PACKET_EXISTS', reason: `The id "${id}" is taken.` }
}

/** A file that was mended has fewer of them than before. */
async function replaceFaults(
  db: Database,
  batchId: string,
  { firstLine, lastLine }: RowGroup,
  faults: readonly RowFault[],
): Promise<void> {
  await db
    .delete(batchFaults)
    .where(
      and(eq(batchFaults.batchId, batchId), sql`${batchFaults.line} between ${firstLine} and ${lastLine}`),
    )
  const numbers = new Map<number, number>()
  const rows = faults.map((fault) => {
    const number = (numbers.get(fault.line) ?? 0) + 1
    numbers.set(fault.line, number)
    return { batchId, number, ...fault }
  })
  if (rows.length > 0) await db.insert(batchFaults).values(rows)
}

export async function noteTrouble(db: Database, id: string, trouble: string): Promise<void> {
  await db
    .update(batches)
    .set({ trouble })
    .where(and(eq(batches.id, id), eq(batches.state, 'UPLOADING')))
}

/** All its rows are stored: its packets go out. Null where it is not being uploaded. */
export function finishUpload(db: Database, id: string, at: number): Promise<StoredBatch | null> {
  const uploadedAt = new Date(at)
  return change(db, id, ['UPLOADING'], { state: 'RUNNING', uploadedAt, trouble: null, untold: true })
}

/** Takes back all rows, none of which has begun. */
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
  const over = { uploadedAt: new Date(at), endedAt: new Date(at) }
  return change(db, id, ['UPLOADING'], { state: 'REFUSED', trouble: null, ...over })
}

const mostInGroup = 500

/** @returns the batch as it is then; null where it was in none of the states `from` */
async function change(
  db: Database,
  id: string,
  from: readonly BatchState[],
  to: Partial<typeof batches.$inferInsert>,
): Promise<StoredBatch | null> {
  const [row] = await db
    .update(batches)
    .set(to)
    .where(and(eq(batches.id, id), inArray(batches.state, [...from])))
    .returning()
  return row ?? null
}

export function pauseBatch(db: Database, id: string): Promise<StoredBatch | null> {
  return change(db, id, ['RUNNING'], { state: 'PAUSED', untold: true })
}

export function resumeBatch(db: Database, id: string): Promise<StoredBatch | null> {
  return change(db, id, ['PAUSED'], { state: 'RUNNING', untold: true })
}

/** What has begun settles; the rest is canceled. */
export function stopBatch(db: Database, id: string, reason: string): Promise<StoredBatch | null> {
  return change(db, id, ['UPLOADING', 'RUNNING', 'PAUSED'], {
    state: 'STOPPING',
    stopReason: reason,
    untold: true,
  })
}

/** Its workflow knows that state, unless it has changed again meanwhile. */
export async function markBatchTold(
  db: Database,
  { id, state }: Pick<StoredBatch, 'id' | 'state'>,
): Promise<void> {
  await db
    .update(batches)
    .set({ untold: false })
    .where(and(eq(batches.id, id), eq(batches.state, state)))
}

export function findUntoldBatches(db: Database, most: number): Promise<Pick<StoredBatch, 'id' | 'state'>[]> {
  return db
    .select({ id: batches.id, state: batches.state })
    .from(batches)
    .where(eq(batches.untold, true))
    .orderBy(asc(batches.id))
    .limit(most)
}

/** Those whose workflow has ended before them are told again, which starts another one. */
export async function tellAgain(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(batches)
    .set({ untold: true })
    .where(and(inArray(batches.id, [...ids]), inArray(batches.state, ['RUNNING', 'STOPPING'])))
}

export async function findBatch(db: Database, id: string): Promise<StoredBatch | null> {
  const [row] = await db.select().from(batches).where(eq(batches.id, id))
  return row ?? null
}

/** Those that are over and whose packets are all deleted. Takes milliseconds since the epoch. */
export async function deleteOldBatches(db: Database, endedBefore: number): Promise<void> {
  const hasPackets = sql`exists (select 1 from ${packets} where ${packets.batchId} = ${batches.id})`
  await db.delete(batches).where(and(lt(batches.endedAt, new Date(endedBefore)), not(hasPackets)))
}

export interface BatchPlace {
  createdAt: number
  id: string
}

/** Newest first. */
export async function listBatches(
  db: Database,
  { limit, after }: { limit: number; after: BatchPlace | null },
): Promise<{ items: StoredBatch[]; next: BatchPlace | null }> {
  const beyond =
    after === null
      ? undefined
      : sql`(${batches.createdAt}, ${batches.id}) < (${new Date(after.createdAt).toISOString()}::timestamptz, ${after.id})`
  const rows = await db
    .select()
    .from(batches)
    .where(beyond)
    .orderBy(desc(batches.createdAt), desc(batches.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const next = rows.length > limit && last ? { createdAt: last.createdAt.getTime(), id: last.id } : null
  return { items, next }
}

export interface FaultPlace {
  line: number
  number: number
}

/** In the order of the file. */
export async function listFaults(
  db: Database,
  id: string,
  { limit, after }: { limit: number; after: FaultPlace | null },
): Promise<{ items: RowFault[]; next: FaultPlace | null }> {
  const beyond =
    after === null
      ? undefined
      : sql`(${batchFaults.line}, ${batchFaults.number}) > (${after.line}, ${after.number})`
  const { line, number, field, code, reason } = batchFaults
  const rows = await db
    .select({ line, number, field, code, reason })
    .from(batchFaults)
    .where(and(eq(batchFaults.batchId, id), beyond))
    .orderBy(asc(line), asc(number))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? { line: last.line, number: last.number } : null
  return { items: page.map(({ number: _, ...fault }) => fault), next }
}

/** Rows that are no packets. */
export async function countBadRows(db: Database, id: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(distinct ${batchFaults.line})::integer` })
    .from(batchFaults)
    .where(eq(batchFaults.batchId, id))
  return row?.count ?? 0
}

export type BatchCounts = Readonly<Partial<Record<PacketStatus, number>>>

/** Its packets by their status. What is not in flight is counted in the index alone. */
export async function countBatch(db: Database, id: string): Promise<BatchCounts> {
  const [resting, inFlight] = await Promise.all([
    db
      .select({ status: packets.resting, count: count() })
      .from(packets)
      .where(and(eq(packets.batchId, id), sql`${packets.rank} < 'infinity'`))
      .groupBy(packets.resting),
    db
      .select({ status: packets.status, count: count() })
      .from(packets)
      .where(inFlightOf(id))
      .groupBy(packets.status),
  ])
  return Object.fromEntries([...resting, ...inFlight].map((each) => [each.status, each.count]))
}

function inFlightOf(id: string): SQL | undefined {
  return and(eq(packets.batchId, id), sql`${packets.rank} = 'infinity'`)
}

/** How many of its packets have ended since then, in milliseconds since the epoch. */
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

/** Those that have begun and that no provider has answered for yet. */
export async function countUnhanded(db: Database, id: string): Promise<number> {
  const unhanded = sql`(${packets.status} = 'ROUTING' or ${packets.ledger} -> 'attempts' -> -1 -> 'handOver' ->> 'state' <> 'ACCEPTED')`
  return db.$count(packets, and(inFlightOf(id), unhanded))
}

/** The next rows of a batch that runs go to workflows: by their priority, in the order of its file. */
export async function beginRows(
  db: Database,
  { batchId, ...turn }: Turn & { batchId: string },
): Promise<Beginning> {
  const runs = sql`exists (select 1 from ${batches} where ${batches.id} = ${batchId} and ${batches.state} = 'RUNNING')`
  const which = and(eq(packets.batchId, batchId), areQueued, isNull(packets.orderingKey), runs)
  return beginPackets(db, { ...turn, which, order: [asc(packets.priority), asc(packets.batchLine)] })
}

export interface RowsToCancel {
  batchId: string
  /** Milliseconds since the epoch. */
  at: number
  reason: string
}

/** Cancels rows that have not begun. @returns how many; 0 when no more are left */
export async function cancelRows(db: Database, rows: RowsToCancel): Promise<number> {
  return (await cancelSome(db, rows, areQueued)) || cancelSome(db, rows, areScheduled)
}

async function cancelSome(db: Database, { batchId, at, reason }: RowsToCancel, which: SQL): Promise<number> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger } = packets
    const rows = await tx
      .select({ id, epoch, version, ledger })
      .from(packets)
      .where(and(eq(packets.batchId, batchId), which))
      .limit(mostInGroup)
      .for('update', { skipLocked: true })
    const why = { code: 'CANCELED_BY_OPERATOR', words: reason } as const
    const states = rows.map((row) => ({
      ...row,
      version: row.version + 1,
      ledger: apply(row.ledger, { type: 'canceled', at, why }),
      closed: true,
    }))
    await saveStates(tx, states)
    return rows.length
  })
}

/** Ends a batch whose packets have all ended, and tells of it. Null where some have not, or it is not under way. */
export async function endBatch(db: Database, id: string, at: number): Promise<StoredBatch | null> {
  const counts = await countBatch(db, id)
  if (packetStatuses.some((status) => !hasEnded(status) && (counts[status] ?? 0) > 0)) return null
  const over = { counts, endedAt: new Date(at), untold: false }
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

/** What is stored of a row, to be sent again. */
export type StoredRow = NewPacket & { batch: BatchLine }

/** Packets that no provider delivered, in the order of the file; without those whose contents are gone. */
export async function listFailedRows(
  db: Database,
  id: string,
  { limit, afterLine }: { limit: number; afterLine: number },
): Promise<StoredRow[]> {
  const rows = await db
    .select()
    .from(packets)
    .where(
      and(
        eq(packets.batchId, id),
        gt(packets.batchLine, afterLine),
        inArray(packets.resting, ['NO_ROUTE', 'EXHAUSTED', 'FAILED']),
        isNotNull(packets.contents),
      ),
    )
    .orderBy(asc(packets.batchLine))
    .limit(limit)
  return rows.flatMap((row) => {
    const { id, source, destination, contents, contentType, maxAttempts, receiptTimeoutMs, fingerprint } = row
    const batch = batchOf(row)
    if (batch === null || contents === null) return []
    const sent = { source, destination, contents, contentType, maxAttempts, receiptTimeoutMs, fingerprint }
    const times = { createdAt: row.createdAt.getTime(), expiresAt: null, deliverAt: null, quietUntil: null }
    const { notifyUrl, owner } = row
    return [{ id, ...sent, ...times, ...precedenceOf(row), keyHash: null, notifyUrl, owner, batch }]
  })
}

/** Its packets in the order of its file. */
export async function listRows(
  db: Database,
  id: string,
  { limit, afterLine }: { limit: number; afterLine: number },
): Promise<Packet[]> {
  const rows = await db
    .select(shownColumns)
    .from(packets)
    .where(and(eq(packets.batchId, id), gt(packets.batchLine, afterLine)))
    .orderBy(asc(packets.batchLine))
    .limit(limit)
  return rows.map((row) => packetOf(row))
}
