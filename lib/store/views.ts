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

/** @returns whose name another view has, or that there are as many as there may be */
export async function addView(
  db: Database,
  { id, name, filter, alert = null, at }: NewView & { id: string; at: number },
): Promise<StoredView | 'taken' | 'full'> {
  return db.transaction(async (tx) => {
    // Of several at once each is to see the others.
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

/** Under another condition its alert is over, and may begin anew. Null where it is not there. */
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

/** Its alert is over with it. False where it is not there. */
export async function deleteView(db: Database, id: string, at: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [gone] = await tx.delete(views).where(eq(views.id, id)).returning()
    if (gone && gone.alertingSince !== null) await tellOver(tx, gone, at)
    return gone !== undefined
  })
}
