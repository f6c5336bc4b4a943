/** The rows of batches: stores, begins, cancels and lists them, and the faults of rows that cannot be packets. */
import { and, asc, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { RowFault } from '@/lib/contract/batch'
import type { BatchState } from '@/lib/contract/batch-terms'
import type { BatchLine, Packet } from '@/lib/packet/packet'
import { precedenceOf } from '@/lib/packet/precedence'
import {
  areQueued,
  areScheduled,
  type Beginning,
  batchRuns,
  beginPackets,
  cancelUnbegun,
  type Turn,
} from './beginning'
import { batchOf, insertPackets, type NewPacket, packetOf, shownColumns } from './packets'
import { type Page, type PageRequest, pageOf } from './page'
import { batches, batchFaults, packets } from './schema'
import type { Database } from './store'

/** Rows of a file in their order, and the faults of rows that cannot be packets. */
export interface RowGroup {
  packets: readonly NewPacket[]
  faults: readonly RowFault[]
  /** The fingerprint of each row that could be read, by its line. */
  fingerprints: ReadonlyMap<number, string | null>
  firstLine: number
  lastLine: number
}

export type GroupStored =
  /** `faults`: those of the group, and those of rows that could not be stored. */
  | { is: 'stored'; faults: RowFault[] }
  /** This line was uploaded before under the same batch id, with another content. */
  | { is: 'different'; line: number }
  /** The batch takes no more rows. */
  | { is: 'closed'; state: BatchState }

/**
 * Stores a group of rows, each once, even if it is uploaded repeatedly. If the batch takes no more rows, only checks
 * whether they are the same.
 */
export async function storeRows(db: Database, batchId: string, group: RowGroup): Promise<GroupStored> {
  return db.transaction(async (tx) => {
    const hasFaults = sql<boolean>`exists (select 1 from ${batchFaults} where ${batchFaults.batchId} = ${batchId})`
    const [batch] = await tx
      .select({ state: batches.state, hasFaults })
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
    if (batch?.hasFaults || faults.length > 0) await replaceFaults(tx, batchId, group, faults)
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

/** The first line that is stored with another content. */
function differingLine({ fingerprints }: RowGroup, known: readonly KnownLine[]): number | null {
  const differing = known.filter(({ line, fingerprint }) => fingerprints.get(line) !== fingerprint)
  return differing.length === 0 ? null : Math.min(...differing.map(({ line }) => line))
}

function idTaken(line: number, id: string): RowFault {
  return { line, field: 'id', code: 'PACKET_EXISTS', reason: `The id "${id}" is taken.` }
}

/** Replaces the stored faults of these lines, because a corrected file has fewer of them. */
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

export interface FaultPlace {
  line: number
  number: number
}

/** In the order of the file. */
export async function listFaults(
  db: Database,
  id: string,
  { limit, after }: PageRequest<FaultPlace>,
): Promise<Page<RowFault, FaultPlace>> {
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
  const { items, next } = pageOf(rows, limit, (last) => ({ line: last.line, number: last.number }))
  return { items: items.map(({ number: _, ...fault }) => fault), next }
}

/** Counts the rows that cannot be packets. */
export async function countBadRows(db: Database, id: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(distinct ${batchFaults.line})::integer` })
    .from(batchFaults)
    .where(eq(batchFaults.batchId, id))
  return row?.count ?? 0
}

/** Gives the next rows of a running batch to workflows: by priority, then in the order of the file. */
export async function beginRows(
  db: Database,
  { batchId, ...turn }: Turn & { batchId: string },
): Promise<Beginning> {
  const ofBatch = and(eq(packets.batchId, batchId), batchRuns(sql`${batchId}`))
  const which = and(ofBatch, areQueued, isNull(packets.orderingKey))
  return beginPackets(db, { ...turn, which, order: [asc(packets.priority), asc(packets.batchLine)] })
}

export interface RowsToCancel {
  batchId: string
  /** Milliseconds since the epoch. */
  at: number
  reason: string
}

/** Cancels some of the rows that have not begun. @returns how many; 0 if none is left */
export async function cancelRows(db: Database, { batchId, at, reason }: RowsToCancel): Promise<number> {
  const cancel = (areWaiting: SQL) =>
    cancelUnbegun(db, { which: and(eq(packets.batchId, batchId), areWaiting), at, reason })
  return (await cancel(areQueued)) || cancel(areScheduled)
}

/** The stored data with which a row can be sent again. */
export type StoredRow = NewPacket & { batch: BatchLine }

/** Undelivered packets in the order of the file, without those whose contents are gone. */
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
    const { notifyUrl, owner, repeats } = row
    return [{ id, ...sent, ...times, ...precedenceOf(row), keyHash: null, notifyUrl, owner, batch, repeats }]
  })
}

/** The packets of a batch in the order of its file. */
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
