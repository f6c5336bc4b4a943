/** Reads the version and the clock of PostgreSQL. */
import { sql } from 'drizzle-orm'
import type { Database } from './store'

export async function readVersion(db: Database): Promise<string> {
  const { rows } = await db.execute<{ server_version: string }>(sql`show server_version`)
  return rows[0]?.server_version ?? 'unknown'
}

/** The difference of two clocks, exact to half of the round-trip time. */
export interface ClockReading {
  aheadMs: number
  withinMs: number
}

/** How far the database's clock is ahead of this process's clock. */
export async function readStoreClock(db: Database): Promise<ClockReading> {
  const sentAt = Date.now()
  const started = performance.now()
  const { rows } = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  )
  const half = (performance.now() - started) / 2
  return { aheadMs: (rows[0]?.ms ?? sentAt) - (sentAt + half), withinMs: half }
}
