/** Alerts of views: when each is to be counted, and whether it holds as many packets as it alerts at. */
import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type AlertingView, mostViews } from '@/lib/contract/view'
import { tellAlert } from './notifications'
import { views } from './schema'
import type { Database } from './store'

/** A view that is to be counted by the worker that took it. */
export interface DueView {
  id: string
  filter: PacketFilter
  atLeast: number
  /** What tells this turn from any later one, and from what is asked for once it was changed. */
  lookAt: Date
}

const everyMs = 10_000
/** A count that failed may have been slow: it is tried less often. */
const afterFailureMs = 60_000
/** How long it must have held fewer for its alert to be over. */
const quietAfterMs = 300_000

/**
 * The next one whose turn it is, which no other worker gets before the next turn; null where there is none.
 *
 * @param at milliseconds since the epoch
 */
export async function takeDueView(db: Database, at: number): Promise<DueView | null> {
  const due = db
    .select({ id: views.id })
    .from(views)
    .where(lte(views.alertLookAt, new Date(at)))
    .orderBy(asc(views.alertLookAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [row] = await db
    .update(views)
    .set({ alertLookAt: new Date(at + everyMs) })
    .where(sql`${views.id} = ${due}`)
    .returning()
  if (row === undefined || row.alertAtLeast === null || row.alertLookAt === null) return null
  return { id: row.id, filter: row.filter, atLeast: row.alertAtLeast, lookAt: row.alertLookAt }
}

/** No worker has taken it since, and no operator has changed or deleted it. */
function isStill({ id, lookAt }: DueView) {
  return and(eq(views.id, id), eq(views.alertLookAt, lookAt))
}

/** It could not be counted. Whether it alerts stays as it was. */
export async function putOffView(db: Database, view: DueView, at: number): Promise<void> {
  await db
    .update(views)
    .set({ alertLookAt: new Date(at + afterFailureMs) })
    .where(isStill(view))
}

/**
 * Writes whether it held as many packets as it alerts at, and tells of an alert that begins or is over by that. `at`:
 * when it was counted, in milliseconds since the epoch.
 *
 * @returns what has changed by it
 */
export async function noteHeld(
  db: Database,
  view: DueView,
  { isReached, at }: { isReached: boolean; at: number },
): Promise<'begun' | 'over' | null> {
  const now = new Date(at)
  return db.transaction(async (tx) => {
    if (!isReached) {
      const longAgo = lte(views.alertHeldAt, new Date(at - quietAfterMs))
      const [over] = await tx
        .update(views)
        .set({ alertingSince: null })
        .where(and(isStill(view), isNotNull(views.alertingSince), longAgo))
        .returning()
      if (over === undefined) return null
      await tellOver(tx, over, at)
      return 'over'
    }
    const [begun] = await tx
      .update(views)
      .set({ alertingSince: now, alertHeldAt: now })
      .where(and(isStill(view), isNull(views.alertingSince)))
      .returning()
    if (begun === undefined) {
      await tx.update(views).set({ alertHeldAt: now }).where(isStill(view))
      return null
    }
    const { id, name, filter } = begun
    await tellAlert(tx, 'view.alert', { id, name, filter, atLeast: view.atLeast }, at)
    return 'begun'
  })
}

/** @param view as it was when it alerted */
export async function tellOver(
  db: Database,
  { id, name, filter, alertAtLeast }: typeof views.$inferSelect,
  at: number,
): Promise<void> {
  if (alertAtLeast !== null)
    await tellAlert(db, 'view.alert-over', { id, name, filter, atLeast: alertAtLeast }, at)
}

/** Those that alert, the first one first. */
export async function listAlerting(db: Database): Promise<(AlertingView & { since: Date })[]> {
  const rows = await db
    .select()
    .from(views)
    .where(isNotNull(views.alertingSince))
    .orderBy(asc(views.alertingSince), asc(views.id))
    .limit(mostViews)
  return rows.flatMap(({ id, name, filter, alertAtLeast: atLeast, alertingSince: since }) =>
    atLeast === null || since === null ? [] : [{ id, name, filter, atLeast, since }],
  )
}
