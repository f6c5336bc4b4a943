/** The audit. An entry is written before its action is done, and gets its result afterwards. */
import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { AuditFilter } from '@/lib/contract/audit'
import type { AuditResult } from '@/lib/contract/audit-terms'
import { isAfter, type Page, type PageRequest, pageOf, type TimePlace } from './page'
import { audit, bulkItems, views } from './schema'
import { type Database, instantOf, toJson } from './store'

export type StoredEntry = typeof audit.$inferSelect

export type NewEntry = Pick<
  StoredEntry,
  'who' | 'action' | 'subject' | 'reason' | 'parameters' | 'via' | 'address' | 'forwardedFor'
> & {
  /** Milliseconds since the epoch. */
  at: number
}

/** The result of the action. */
export interface Outcome {
  /** Milliseconds since the epoch. */
  at: number
  result: Exclude<AuditResult, 'UNKNOWN'>
  made: StoredEntry['made']
  code: StoredEntry['code']
  detail: StoredEntry['detail']
}

/** @returns the id of the entry */
export async function beginEntry(db: Database, { at, ...entry }: NewEntry): Promise<number> {
  const { parameters } = entry
  const [row] = await db
    .insert(audit)
    .values({
      ...entry,
      subjectName: nameOf(entry),
      parameters: parameters && sql`${toJson(parameters)}::jsonb`,
      at: new Date(at),
    })
    .returning({ id: audit.id })
  if (row === undefined) throw new Error('An entry of the audit was not stored.')
  return row.id
}

/** The name of a view, because its id is generated and its name is gone once the view is deleted. */
function nameOf({ action, subject, parameters }: Omit<NewEntry, 'at'>): string | SQL | null {
  if (!action.startsWith('view.')) return null
  if (subject !== null) return sql`(select ${views.name} from ${views} where ${views.id} = ${subject})`
  return typeof parameters?.name === 'string' ? parameters.name : null
}

/** Stores the result. This works once: a trigger refuses later changes. */
export async function endEntry(db: Database, id: number, { at, ...outcome }: Outcome): Promise<void> {
  await db
    .update(audit)
    .set({ ...outcome, endedAt: new Date(at) })
    .where(eq(audit.id, id))
}

async function matching(
  db: Database,
  { who, action, kind, subject, result, via, from, to }: AuditFilter,
): Promise<SQL | undefined> {
  const made = subject === undefined ? [] : [subject, ...(await bulkActionsOf(db, subject))]
  return and(
    who === undefined ? undefined : eq(audit.who, who),
    action === undefined ? undefined : eq(audit.action, action),
    kind === undefined ? undefined : eq(audit.kind, kind),
    subject === undefined
      ? undefined
      : or(eq(audit.subject, subject), eq(audit.subjectName, subject), inArray(audit.made, made)),
    result === undefined ? undefined : eq(audit.result, result),
    via === undefined ? undefined : eq(audit.via, via),
    from === undefined ? undefined : sql`${audit.at} >= ${instantOf(from)}`,
    to === undefined ? undefined : sql`${audit.at} < ${instantOf(to)}`,
  )
}

const mostBulkActions = 100

/** An action on many packets counts for each of them. */
async function bulkActionsOf(db: Database, packetId: string): Promise<string[]> {
  const rows = await db
    .select({ id: bulkItems.bulkId })
    .from(bulkItems)
    .where(eq(bulkItems.packetId, packetId))
    .limit(mostBulkActions)
  return rows.map(({ id }) => id)
}

/** Newest first. */
export async function listEntries(
  db: Database,
  filter: AuditFilter,
  { limit, after }: PageRequest<TimePlace<number>>,
): Promise<Page<StoredEntry, TimePlace<number>>> {
  const rows = await db
    .select()
    .from(audit)
    .where(and(await matching(db, filter), isAfter(after, [audit.at, audit.id])))
    .orderBy(desc(audit.at), desc(audit.id))
    .limit(limit + 1)
  return pageOf(rows, limit, ({ at, id }) => ({ at: at.getTime(), id }))
}

/** Counts no further than `most`. */
export async function countEntries(db: Database, filter: AuditFilter, most: number): Promise<number> {
  const some = db
    .select({ id: audit.id })
    .from(audit)
    .where(await matching(db, filter))
    .limit(most)
    .as('some')
  return db.$count(some)
}

/**
 * The only way to delete entries.
 *
 * @param old `before` in milliseconds since the epoch
 * @returns how many were deleted; fewer than `most` if no more are old
 */
export async function deleteOldEntries(db: Database, old: { before: number; most: number }): Promise<number> {
  return db.transaction(async (tx) => {
    // This setting makes the trigger allow deletion, within this transaction only.
    await tx.execute(sql`select set_config('waybill.retention', 'on', true)`)
    const due = tx
      .select({ id: audit.id })
      .from(audit)
      .where(lt(audit.at, new Date(old.before)))
      .orderBy(audit.at)
      .limit(old.most)
      .for('update', { skipLocked: true })
    const { rowCount } = await tx.delete(audit).where(inArray(audit.id, due))
    return rowCount ?? 0
  })
}
