/** Reports of the consumers of a message broker, and the backlog that makes them slow down. */
import { desc, lt, sql } from 'drizzle-orm'
import type { BrokerConsumer, ConsumerReport } from '@/lib/contract/broker'
import { brokerConsumers, packets } from './schema'
import { type Database, toJson } from './store'

/** Five missed reports. */
const silentMs = 15_000
const forgottenMs = 86_400_000
/** A consumer that crashes repeatedly leaves a row each time. */
const mostShown = 50

const olderThan = (ms: number) => sql`now() - ${ms} * interval '1 ms'`

/** Must be called every few seconds. */
export async function saveReport(db: Database, id: string, report: ConsumerReport): Promise<void> {
  const row = { report: sql`${toJson(report)}::jsonb`, seenAt: sql`now()` }
  await db
    .insert(brokerConsumers)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: brokerConsumers.id, set: row })
  await db.delete(brokerConsumers).where(lt(brokerConsumers.seenAt, olderThan(forgottenMs)))
}

/** Latest report first. */
export async function findConsumers(db: Database): Promise<BrokerConsumer[]> {
  const { id, seenAt, report } = brokerConsumers
  const isSilent = sql<boolean>`${seenAt} < ${olderThan(silentMs)}`
  const rows = await db
    .select({ id, seenAt, report, isSilent })
    .from(brokerConsumers)
    .orderBy(desc(seenAt))
    .limit(mostShown)
  return rows.map((row) => ({
    ...row.report,
    id: row.id,
    state: row.isSilent && row.report.state !== 'stopped' ? 'silent' : row.report.state,
    seenAt: row.seenAt.toISOString(),
  }))
}

/**
 * How many accepted packets wait for a worker to begin them: Temporal's backlog, as seen in the store. This includes
 * those that the sweeper has left to their workflow for some seconds. Counts no further than `most`.
 */
export async function countUnclaimed(db: Database, most: number): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::integer as count from (
      select from ${packets} where claimed_at is null and closed_at is null and offered_at <= now() + interval '30 seconds' limit ${most}
    ) as unclaimed`)
  return rows[0]?.count ?? 0
}
