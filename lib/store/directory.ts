/** The provider directory: what operators and breakers changed of it, and the changes themselves. */
import { desc, eq } from 'drizzle-orm'
import { applyChange } from '@/lib/directory/apply-change'
import { isObserved, type LoggedChange } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { directory, directoryChanges } from './schema'
import type { Database } from './store'

/** What is in force. */
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
  /** What is in force now. */
  state: DirectoryState
  /** This change made a difference. */
  isNew: boolean
}

/**
 * Applies a change to what is in force, under the row's lock, and keeps it; one with an id that has come before is not
 * applied again. What an operator asks for is kept even where it makes no difference, with its reason.
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
