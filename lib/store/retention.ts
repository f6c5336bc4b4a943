/** Erases contents at an operator's request, and deletes what has been kept long enough. */
import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { deleteOldNotifications } from './receivers'
import { packets, receipts } from './schema'
import { deleteOldRefused } from './scoreboard'
import type { Database } from './store'

/**
 * When the contents of a packet were erased, in milliseconds since the epoch. Without a reason, they were kept long
 * enough.
 */
export interface Erasure {
  at: number
  reason: string | null
}

/**
 * Erases the contents of an ended packet. Repeating it keeps the first time and reason.
 *
 * @returns null if the packet is in flight or does not exist
 */
export async function eraseContents(db: Database, id: string, erasure: Erasure): Promise<Erasure | null> {
  const [row] = await db
    .update(packets)
    .set({
      contents: null,
      contentsErasedAt: sql`coalesce(${packets.contentsErasedAt}, ${new Date(erasure.at).toISOString()})`,
      eraseReason: sql`case when ${packets.contentsErasedAt} is null then ${erasure.reason} else ${packets.eraseReason} end`,
    })
    .where(and(eq(packets.id, id), isNotNull(packets.endedAt)))
    .returning({ at: packets.contentsErasedAt, reason: packets.eraseReason })
  return row?.at ? { at: row.at.getTime(), reason: row.reason } : null
}

/** Times are milliseconds since the epoch. */
export interface OldPackets {
  endedBefore: number
  now: number
  most: number
}

/** Packets that are in flight or may still be corrected are never old. */
function isOld({ endedBefore, now }: OldPackets) {
  return and(
    lt(packets.endedAt, new Date(endedBefore)),
    isNotNull(packets.closedAt),
    or(isNull(packets.settlingUntil), lt(packets.settlingUntil, new Date(now))),
  )
}

/** @returns how many packets have lost their contents; fewer than `most` if no more are old */
export async function eraseOldContents(db: Database, old: OldPackets): Promise<number> {
  const due = db
    .select({ id: packets.id })
    .from(packets)
    .where(and(isNotNull(packets.contents), isOld(old)))
    .orderBy(packets.endedAt)
    .limit(old.most)
    .for('update', { skipLocked: true })
  const { rowCount } = await db
    .update(packets)
    .set({ contents: null, contentsErasedAt: new Date(old.now) })
    .where(inArray(packets.id, due))
  return rowCount ?? 0
}

/**
 * Deletes old packets with all that belongs to them. Also deletes receipts and notifications of that age that belong to
 * no packet, and sums of refused receipts.
 *
 * @returns the largest number deleted of one sort; fewer than `most` if no more are old
 */
export async function deleteOldPackets(db: Database, old: OldPackets): Promise<number> {
  return db.transaction(async (tx) => {
    const before = new Date(old.endedBefore)
    const due = await tx
      .select({ id: packets.id })
      .from(packets)
      // A packet ends after it was created, so this condition is implied. It lets the index be used.
      .where(and(lt(packets.createdAt, before), isOld(old)))
      .orderBy(packets.createdAt)
      .limit(old.most)
      .for('update', { skipLocked: true })
    const ids = due.map(({ id }) => id)
    if (ids.length > 0) {
      await tx.delete(receipts).where(inArray(receipts.packetId, ids))
      await tx.delete(packets).where(inArray(packets.id, ids))
    }
    const kept = tx
      .select({ id: receipts.id })
      .from(receipts)
      .where(and(isNotNull(receipts.keptReason), lt(receipts.receivedAt, before)))
      .limit(old.most)
      .for('update', { skipLocked: true })
    const { rowCount } = await tx.delete(receipts).where(inArray(receipts.id, kept))
    await deleteOldRefused(tx, old.endedBefore)
    const told = await deleteOldNotifications(tx, { before: old.endedBefore, most: old.most })
    return Math.max(ids.length, rowCount ?? 0, told)
  })
}
