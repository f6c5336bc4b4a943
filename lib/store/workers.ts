/** What worker processes report about themselves. */
import { desc, eq, lt, sql } from 'drizzle-orm'
import { workers } from './schema'
import type { ClockReading } from './server'
import type { Database } from './store'

export interface WorkerSaid {
  identity: string
  directoryAgeMs: number | null
  /** How far the worker's clock is ahead of the database's. */
  clock: ClockReading
}

export async function noteWorker(
  db: Database,
  { identity, directoryAgeMs, clock }: WorkerSaid,
): Promise<void> {
  const set = {
    seenAt: sql`now()`,
    directoryAgeMs,
    clockAheadMs: clock.aheadMs,
    clockWithinMs: clock.withinMs,
  }
  await db
    .insert(workers)
    .values({ identity, ...set })
    .onConflictDoUpdate({ target: workers.identity, set })
}

/** Removes a worker that stops. Rows of workers that were killed are deleted after a day. */
export async function forgetWorker(db: Database, identity: string): Promise<void> {
  await db.delete(workers).where(eq(workers.identity, identity))
  await db.delete(workers).where(lt(workers.seenAt, sql`now() - interval '1 day'`))
}

export interface WorkerSeen extends WorkerSaid {
  /** By the database's clock. */
  seenMsAgo: number
}

/** The workers heard of within the last hour, the latest first. */
export async function readWorkers(db: Database): Promise<WorkerSeen[]> {
  const seenMsAgo = sql<number>`(extract(epoch from now() - ${workers.seenAt}) * 1000)::float8`
  const rows = await db
    .select({
      identity: workers.identity,
      directoryAgeMs: workers.directoryAgeMs,
      aheadMs: workers.clockAheadMs,
      withinMs: workers.clockWithinMs,
      seenMsAgo,
    })
    .from(workers)
    .where(sql`${workers.seenAt} > now() - interval '1 hour'`)
    .orderBy(desc(workers.seenAt))
    .limit(mostSeen)
  return rows.map(({ aheadMs, withinMs, ...row }) => ({ ...row, clock: { aheadMs, withinMs } }))
}

const mostSeen = 200
