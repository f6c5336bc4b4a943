/**
 * The common part of batches and bulk actions: a state that operators change, and a workflow that must be told of each
 * change.
 */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { JobKind } from '@/lib/contract/workflows'
import { batches, bulkActions } from './schema'
import type { Database } from './store'

const tables = { batch: batches, 'bulk action': bulkActions } as const satisfies Record<JobKind, object>

/** A change of a job's state that its workflow must be told of. */
export interface JobChange {
  id: string
  changes: number
}

/** Must be set with each new state. */
export function oneMoreChange(jobs: (typeof tables)[JobKind]) {
  return { changes: sql`${jobs.changes} + 1` }
}

/** The workflow was told of this change and of those before it. */
export async function markJobTold(db: Database, kind: JobKind, { id, changes }: JobChange): Promise<void> {
  const jobs = tables[kind]
  const told = sql`greatest(${jobs.told}, ${changes})`
  await db.update(jobs).set({ told }).where(eq(jobs.id, id))
}

export function findUntoldJobs(db: Database, kind: JobKind, most: number): Promise<JobChange[]> {
  const jobs = tables[kind]
  return db
    .select({ id: jobs.id, changes: jobs.changes })
    .from(jobs)
    .where(sql`${jobs.told} < ${jobs.changes}`)
    .orderBy(asc(jobs.id))
    .limit(most)
}

/** Marks jobs whose workflow has ended too early as changed. Telling them starts another workflow. */
export async function tellJobsAgain(db: Database, kind: JobKind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const jobs = tables[kind]
  await db
    .update(jobs)
    .set(oneMoreChange(jobs))
    .where(and(inArray(jobs.id, [...ids]), inArray(jobs.state, ['RUNNING', 'STOPPING'])))
}
