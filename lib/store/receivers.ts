/** Receivers of notifications, as operators see and change them. */
import { and, desc, eq, isNotNull, isNull, lt, notExists, or, sql } from 'drizzle-orm'
import type { ReceiverKind, ReceiverTopic } from '@/lib/contract/notification'
import { mostCounted } from '@/lib/contract/paging'
import { notifications, receivers } from './schema'
import type { Database } from './store'

export type StoredReceiver = Omit<typeof receivers.$inferSelect, 'secret' | 'deletedAt'> & {
  /** Counted up to one more than `mostCounted`. */
  waiting: number
}

/** All columns except the secret, which is never shown again. */
const columns = {
  id: receivers.id,
  kind: receivers.kind,
  url: receivers.url,
  topic: receivers.topic,
  source: receivers.source,
  createdAt: receivers.createdAt,
  lastToldAt: receivers.lastToldAt,
  failingSince: receivers.failingSince,
  lastFailure: receivers.lastFailure,
  disabledAt: receivers.disabledAt,
  disabledReason: receivers.disabledReason,
}

const waiting = sql<string>`(select count(*) from (
  select from notifications where receiver_id = receivers.id and state = 'WAITING' limit ${mostCounted + 1}
) as counted)`

const shown = { ...columns, waiting }

/** The receivers of a kind: those with problems first, then the newest. */
export async function listReceivers(
  db: Database,
  kind: ReceiverKind,
  most: number,
): Promise<StoredReceiver[]> {
  const rows = await db
    .select(shown)
    .from(receivers)
    .where(and(eq(receivers.kind, kind), isNull(receivers.deletedAt)))
    .orderBy(
      sql`${receivers.disabledAt} is null, ${receivers.failingSince} is null`,
      desc(receivers.createdAt),
      desc(receivers.id),
    )
    .limit(most)
  return rows.map((row) => ({ ...row, waiting: Number(row.waiting) }))
}

function isThere(id: string) {
  return and(eq(receivers.id, id), isNull(receivers.deletedAt))
}

/** Null if it does not exist. */
export async function findReceiver(db: Database, id: string): Promise<StoredReceiver | null> {
  const [row] = await db.select(shown).from(receivers).where(isThere(id))
  return row === undefined ? null : { ...row, waiting: Number(row.waiting) }
}

export interface NewSubscription {
  id: string
  url: string
  /** Packets by default. */
  topic?: ReceiverTopic
  source: string | null
  secret: string
  /** Milliseconds since the epoch. */
  createdAt: number
}

/** Returns false if there are `most` subscriptions already. */
export async function addSubscription(db: Database, added: NewSubscription, most: number): Promise<boolean> {
  const { rows } = await db.execute<{ count: string }>(
    sql`select count(*) as count from ${receivers} where kind = 'subscription' and deleted_at is null`,
  )
  if (Number(rows[0]?.count) >= most) return false
  await db.insert(receivers).values({ ...added, kind: 'subscription', createdAt: new Date(added.createdAt) })
  return true
}

export interface Stop {
  /** Milliseconds since the epoch. */
  at: number
  /** The operator's words. */
  reason: string
}

/**
 * Deletes a subscription. Its waiting notifications are given up a little later; the others stay with their packets.
 * Returns false if it does not exist.
 */
export async function deleteSubscription(db: Database, id: string, { at, reason }: Stop): Promise<boolean> {
  const now = new Date(at)
  const { rowCount } = await db
    .update(receivers)
    .set({ deletedAt: now, disabledAt: now, disabledReason: reason, secret: null })
    .where(and(isThere(id), eq(receivers.kind, 'subscription')))
  return (rowCount ?? 0) > 0
}

/** Disables a receiver; if it is disabled already, the first reason is kept. Returns false if it does not exist. */
export async function disableReceiver(db: Database, id: string, { at, reason }: Stop): Promise<boolean> {
  const { rowCount } = await db
    .update(receivers)
    .set({
      disabledAt: sql`coalesce(${receivers.disabledAt}, ${new Date(at).toISOString()})`,
      disabledReason: sql`coalesce(${receivers.disabledReason}, ${reason})`,
    })
    .where(isThere(id))
  return (rowCount ?? 0) > 0
}

/**
 * Enables a receiver. Its waiting notifications are sent as if they had never been tried. Returns false if it does not
 * exist.
 */
export async function enableReceiver(db: Database, id: string, at: number): Promise<boolean> {
  const now = new Date(at)
  return db.transaction(async (tx) => {
    const { rowCount } = await tx
      .update(receivers)
      .set({ disabledAt: null, disabledReason: null, failingSince: null, lastFailure: null })
      .where(isThere(id))
    if (rowCount === 0) return false
    await tx
      .update(notifications)
      .set({ nextTryAt: now, lookAt: now, retryUntil: null, failures: 0 })
      .where(and(eq(notifications.receiverId, id), eq(notifications.state, 'WAITING')))
    return true
  })
}

/**
 * The number of disabled subscriptions. Hosts are not counted, because only a packet has named them and an operator may
 * not know them.
 */
export async function countDisabled(db: Database): Promise<number> {
  const { rows } = await db.execute<{ count: string }>(
    sql`select count(*) as count from ${receivers} where kind = 'subscription' and disabled_at is not null and deleted_at is null`,
  )
  return Number(rows[0]?.count)
}

/**
 * Deletes old notifications that belong to no packet, and old receivers without notifications that are deleted or are
 * hosts.
 */
export async function deleteOldNotifications(
  db: Database,
  { before, most }: { before: number; most: number },
): Promise<number> {
  const old = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(isNull(notifications.packetId), lt(notifications.at, new Date(before))))
    .limit(most)
    .for('update', { skipLocked: true })
  const { rowCount } = await db.delete(notifications).where(sql`${notifications.id} in ${old}`)
  await db
    .delete(receivers)
    .where(
      and(
        or(isNotNull(receivers.deletedAt), eq(receivers.kind, 'host')),
        lt(receivers.createdAt, new Date(before)),
        notExists(db.select().from(notifications).where(eq(notifications.receiverId, receivers.id))),
      ),
    )
  return rowCount ?? 0
}
