/** Lists receipts: those that no packet took, and those of one packet. */
import { and, asc, desc, eq, gt, isNotNull, type SQL } from 'drizzle-orm'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import { isAfter, type Page, type PageRequest, pageOf, type TimePlace } from './page'
import { receipts } from './schema'
import type { Database } from './store'

export type StoredReceipt = typeof receipts.$inferSelect

/** The receipts for a packet, in the order in which they came. */
export async function listReceiptsOf(
  db: Database,
  packetId: string,
  { limit, after }: PageRequest<{ id: number }>,
): Promise<Page<StoredReceipt, { id: number }>> {
  const rows = await db
    .select()
    .from(receipts)
    .where(and(eq(receipts.packetId, packetId), gt(receipts.id, after?.id ?? 0)))
    .orderBy(asc(receipts.id))
    .limit(limit + 1)
  return pageOf(rows, limit, ({ id }) => ({ id }))
}

/** Counts no further than `most`. */
export async function countReceiptsOf(db: Database, packetId: string, most: number): Promise<number> {
  return countSome(db, eq(receipts.packetId, packetId), most)
}

export interface KeptFilter {
  provider?: string | undefined
  reason?: KeptReason | undefined
  packet?: string | undefined
}

function keptWhere({ provider, reason, packet }: KeptFilter) {
  return and(
    isNotNull(receipts.keptReason),
    provider === undefined ? undefined : eq(receipts.provider, provider),
    reason === undefined ? undefined : eq(receipts.keptReason, reason),
    packet === undefined ? undefined : eq(receipts.packetId, packet),
  )
}

/** Receipts that no packet took, newest first. */
export async function listKept(
  db: Database,
  filter: KeptFilter,
  { limit, after }: PageRequest<TimePlace<number>>,
): Promise<Page<StoredReceipt, TimePlace<number>>> {
  const { receivedAt, id } = receipts
  const rows = await db
    .select()
    .from(receipts)
    .where(and(keptWhere(filter), isAfter(after, [receivedAt, id])))
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit + 1)
  return pageOf(rows, limit, (last) => ({ at: last.receivedAt.getTime(), id: last.id }))
}

/** Counts no further than `most`. */
export async function countKept(db: Database, filter: KeptFilter, most: number): Promise<number> {
  return countSome(db, keptWhere(filter), most)
}

function countSome(db: Database, where: SQL | undefined, most: number): Promise<number> {
  const some = db.select({ id: receipts.id }).from(receipts).where(where).limit(most).as('some')
  return db.$count(some)
}
