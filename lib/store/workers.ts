/** What worker processes say of themselves; and how clocks differ from the database's. */
import { desc, eq, lt, sql } from 'drizzle-orm'
import { workers } from './schema'
import type { Database } from './store'

/** A clock that is read over a network is known as exactly as half of the time that takes. */
export interface ClockReading {
  aheadMs: number
  withinMs: number
}

/** How far the database's clock is ahead of this process's. */
export async function readStoreClock(db: Database): Promise<ClockReading> {
  const sentAt = Date.now()
  const started = performance.now()
  const { rows } = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  )
  const half = (performance.now() - started) / 2
  return { aheadMs: (rows[0]?.ms ?? sentAt) - (sentAt + half), withinMs: half }
}

export interface WorkerSaid {
  identity: string
  directoryAgeMs: number | null
  /** How far its clock is ahead of the database's. */
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

/** It stops; whatever was left behind by one that was killed is forgotten after a day. */
export async function forgetWorker(db: Database, identity: string): Promise<void> {
  await db.delete(workers).where(eq(workers.identity, identity))
  await db.delete(workers).where(lt(workers.seenAt, sql`now() - interval '1 day'`))
}

export interface WorkerSeen extends WorkerSaid {
  /** By the database's clock. */
  seenMsAgo: number
}

/** Those heard within the last hour, last heard first. */
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
