/** The provider directory: its state, and the log of its changes by operators and breakers. */
import { desc, eq } from 'drizzle-orm'
import { applyChange } from '@/lib/directory/apply-change'
import { isObserved, type LoggedChange } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { directory, directoryChanges } from './schema'
import type { Database } from './store'

/** The present state. */
export async function readDirectory(db: Database): Promise<DirectoryState> {
  const [row] = await db.select({ state: directory.state }).from(directory)
  return row?.state ?? untouched
}

/** The last changes, newest first. */
export async function readChanges(db: Database, most: number): Promise<LoggedChange[]> {
  const { id, at, who, reason, change } = directoryChanges
  const rows = await db
    .select({ id, at, who, reason, what: change })
    .from(directoryChanges)
    .orderBy(desc(directoryChanges.number))
    .limit(most)
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

export interface Changed {
  /** The state after the change. */
  state: DirectoryState
  /** The change made a difference. */
  isNew: boolean
}

/**
 * Applies a change to the present state under a row lock and logs it. A change whose id is known is not applied again.
 * An operator's change is logged with its reason even if it makes no difference.
 */
export async function changeDirectory(db: Database, change: LoggedChange): Promise<Changed> {
  return db.transaction(async (tx) => {
    await tx.insert(directory).values({ state: untouched }).onConflictDoNothing()
    const [row] = await tx.select({ state: directory.state }).from(directory).for('update')
    const before = row?.state ?? untouched
    const { id, at, who, reason, what } = change
    const state = applyChange(before, what, at, reason)
    const isNew = state !== before
    if (!isNew && isObserved(what)) return { state: before, isNew }
    const provider = 'provider' in what ? what.provider : null
    const kept = await tx
      .insert(directoryChanges)
      .values({ id, at: new Date(at), provider, kind: what.do, who, reason, change: what })
      .onConflictDoNothing({ target: directoryChanges.id })
      .returning({ id: directoryChanges.id })
    if (kept.length === 0) return { state: before, isNew: false }
    if (isNew) await tx.update(directory).set({ state }).where(eq(directory.id, 1))
    return { state, isNew }
  })
}
