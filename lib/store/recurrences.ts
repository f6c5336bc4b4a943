/** Recurring submissions. The row is authoritative; the schedule in Temporal is made to match it. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { NewRecurrence } from '@/lib/contract/recurrence'
import { packets, recurrences } from './schema'
import type { Database } from './store'

export type StoredRecurrence = typeof recurrences.$inferSelect

export async function addRecurrence(
  db: Database,
  { id, name, submission, timing, at }: NewRecurrence & { id: string; at: number },
): Promise<StoredRecurrence | null> {
  const [row] = await db
    .insert(recurrences)
    .values({ id, name, submission, timing, createdAt: new Date(at) })
    .onConflictDoNothing()
    .returning()
  return row ?? null
}

export type RecurrenceChange = Partial<
  Pick<StoredRecurrence, 'name' | 'submission' | 'timing' | 'paused' | 'deleted'>
>

/** Null if it does not exist. */
export async function changeRecurrence(
  db: Database,
  id: string,
  change: RecurrenceChange,
): Promise<StoredRecurrence | null> {
  const [row] = await db
    .update(recurrences)
    .set({ ...change, untold: true, version: sql`${recurrences.version} + 1` })
    .where(and(eq(recurrences.id, id), eq(recurrences.deleted, false)))
    .returning()
  return row ?? null
}

/**
 * The schedule matches this version. If there is a newer one, whose schedule may just have been overwritten by this
 * one, it has to be told again. A recurrence that was deleted is now removed.
 *
 * @returns false if it was removed meanwhile, so that its schedule must be deleted again
 */
export async function markRecurrenceTold(
  db: Database,
  { id, version, deleted }: StoredRecurrence,
): Promise<boolean> {
  if (deleted) {
    await db.delete(recurrences).where(and(eq(recurrences.id, id), eq(recurrences.version, version)))
    return true
  }
  const { rowCount } = await db
    .update(recurrences)
    .set({ untold: sql`${recurrences.version} <> ${version}` })
    .where(eq(recurrences.id, id))
  return rowCount !== 0
}

export function findUntoldRecurrences(db: Database, most: number): Promise<StoredRecurrence[]> {
  return db
    .select()
    .from(recurrences)
    .where(eq(recurrences.untold, true))
    .orderBy(asc(recurrences.id))
    .limit(most)
}

export async function findRecurrence(db: Database, id: string): Promise<StoredRecurrence | null> {
  const [row] = await db
    .select()
    .from(recurrences)
    .where(and(eq(recurrences.id, id), eq(recurrences.deleted, false)))
  return row ?? null
}

export function listRecurrences(db: Database): Promise<StoredRecurrence[]> {
  return db
    .select()
    .from(recurrences)
    .where(eq(recurrences.deleted, false))
    .orderBy(asc(recurrences.name), asc(recurrences.id))
}

/** Those of these packet ids that are stored. */
export async function findStoredIds(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: packets.id })
    .from(packets)
    .where(inArray(packets.id, [...ids]))
  return new Set(rows.map(({ id }) => id))
}
