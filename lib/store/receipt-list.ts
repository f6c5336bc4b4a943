/** Receipts as readers see them: those that no packet took, and all of one packet. */
import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import { receipts } from './schema'
import type { Database } from './store'

export type StoredReceipt = typeof receipts.$inferSelect

/** Every receipt for a packet, in the order they came. */
export async function findReceiptsOf(db: Database, packetId: string, most: number): Promise<StoredReceipt[]> {
  return db
    .select()
    .from(receipts)
    .where(eq(receipts.packetId, packetId))
    .orderBy(asc(receipts.id))
    .limit(most)
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

/** Receipts that no packet took, newest first; after the one that the cursor names. */
export async function listKept(
  db: Database,
  filter: KeptFilter,
  { limit, after }: { limit: number; after: { receivedAt: number; id: number } | null },
): Promise<StoredReceipt[]> {
  const beyond =
    after === null
      ? undefined
      : sql`(${receipts.receivedAt}, ${receipts.id}) < (${new Date(after.receivedAt)}, ${after.id})`
  return db
    .select()
    .from(receipts)
    .where(and(keptWhere(filter), beyond))
    .orderBy(desc(receipts.receivedAt), desc(receipts.id))
    .limit(limit)
}

/** Counted to `most` and no further. */
export async function countKept(db: Database, filter: KeptFilter, most: number): Promise<number> {
  const some = db.select({ id: receipts.id }).from(receipts).where(keptWhere(filter)).limit(most).as('some')
  return db.$count(some)
}
