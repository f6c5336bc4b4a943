/** Filters of the list of packets that operators have saved. */
import { asc, eq, sql } from 'drizzle-orm'
import { mostViews, type NewView, type ViewChange } from '@/lib/contract/view'
import { tellOver } from './alerts'
import { views } from './schema'
import { type Database, StoreError, storeErrorOf, toJson } from './store'

export type StoredView = typeof views.$inferSelect

export function listViews(db: Database): Promise<StoredView[]> {
  return db.select().from(views).orderBy(asc(views.name), asc(views.id)).limit(mostViews)
}

/** @returns the view; `taken` if another view has its name, `full` if there are too many views */
export async function addView(
  db: Database,
  { id, name, filter, alert = null, at }: NewView & { id: string; at: number },
): Promise<StoredView | 'taken' | 'full'> {
  return db.transaction(async (tx) => {
    // The lock serializes concurrent additions, so that each sees the others.
    await tx.execute(sql`lock table ${views} in share row exclusive mode`)
    if ((await tx.$count(views)) >= mostViews) return 'full'
    const [row] = await tx
      .insert(views)
      .values({
        id,
        name,
        filter,
        createdAt: new Date(at),
        updatedAt: new Date(at),
        alertAtLeast: alert?.atLeast ?? null,
        alertLookAt: alert && new Date(at),
      })
      .onConflictDoNothing()
      .returning()
    return row ?? 'taken'
  })
}

/**
 * Changes a view. If the condition of its alert changes, the alert is over and may begin again. Null if the view does
 * not exist.
 */
export async function changeView(
  db: Database,
  id: string,
  { name, filter, alert }: ViewChange,
  at: number,
): Promise<StoredView | 'taken' | null> {
  const now = new Date(at)
  const nextFilter = filter === undefined ? views.filter : sql`${toJson(filter)}::jsonb`
  const atLeast = alert === undefined ? views.alertAtLeast : sql`${alert?.atLeast ?? null}::integer`
  const isSame = sql`${views.filter} = ${nextFilter} and ${views.alertAtLeast} = ${atLeast}`
  try {
    return await db.transaction(async (tx) => {
      const [before] = await tx.select().from(views).where(eq(views.id, id)).for('update')
      const [row] = await tx
        .update(views)
        .set({
          ...(name !== undefined && { name }),
          ...(filter && { filter }),
          updatedAt: now,
          alertAtLeast: sql`${atLeast}`,
          alertingSince: sql`case when ${isSame} then ${views.alertingSince} end`,
          alertLookAt: sql`case when ${atLeast} is not null then ${now.toISOString()}::timestamptz end`,
        })
        .where(eq(views.id, id))
        .returning()
      if (before && row && before.alertingSince !== null && row.alertingSince === null)
        await tellOver(tx, before, at)
      return row ?? null
    })
  } catch (error) {
    const known = storeErrorOf(error)
    if (known instanceof StoreError && known.code === uniqueViolation) return 'taken'
    throw error
  }
}

const uniqueViolation = '23505'

/** Deletes a view, which ends its alert. Returns false if it does not exist. */
export async function deleteView(db: Database, id: string, at: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [gone] = await tx.delete(views).where(eq(views.id, id)).returning()
    if (gone && gone.alertingSince !== null) await tellOver(tx, gone, at)
    return gone !== undefined
  })
}
