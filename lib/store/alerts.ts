/** Alerts of views: when each view is due to be counted, and whether it holds enough packets to alert. */
import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type AlertingView, mostViews } from '@/lib/contract/view'
import { tellAlert } from './notifications'
import { views } from './schema'
import type { Database } from './store'

/** A view that a worker has taken to count its packets. */
export interface DueView {
  id: string
  filter: PacketFilter
  atLeast: number
  /** Identifies this turn: a later turn or a change of the view sets another time. */
  lookAt: Date
}

const everyMs = 10_000
/** A count that failed may have been slow, so the next one comes later. */
const afterFailureMs = 60_000
/** An alert is over once the view has held fewer packets for this long. */
const quietAfterMs = 300_000

/**
 * Takes the next view that is due, so that no other worker gets it in this turn; null if none is due.
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

/** The view is unchanged: no worker has taken it since, and no operator has changed or deleted it. */
function isStill({ id, lookAt }: DueView) {
  return and(eq(views.id, id), eq(views.alertLookAt, lookAt))
}

/** Puts off a view that could not be counted. Its alert stays as it was. */
export async function putOffView(db: Database, view: DueView, at: number): Promise<void> {
  await db
    .update(views)
    .set({ alertLookAt: new Date(at + afterFailureMs) })
    .where(isStill(view))
}

/**
 * Stores whether the view held as many packets as it alerts at, and notifies if its alert begins or is over. `at` is
 * the time of the count, in milliseconds since the epoch.
 *
 * @returns what has changed
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

/** @param view as it was while it alerted */
export async function tellOver(
  db: Database,
  { id, name, filter, alertAtLeast }: typeof views.$inferSelect,
  at: number,
): Promise<void> {
  if (alertAtLeast !== null)
    await tellAlert(db, 'view.alert-over', { id, name, filter, atLeast: alertAtLeast }, at)
}

/** Views that alert now, the longest first. */
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
