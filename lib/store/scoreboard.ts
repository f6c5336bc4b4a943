/** Sums over the attempts of packets that ended within a window. */
import { sql } from 'drizzle-orm'
import type { AttemptSum } from '@/lib/scoreboard/sums'
import { attempts, packets } from './schema'
import type { Database } from './store'

/** @param since ended at or after; milliseconds since the epoch */
export async function sumAttempts(db: Database, since: number): Promise<AttemptSum[]> {
  const { provider, kind, late, doubled, receiptDelivered, receiptBucket, endedAt } = attempts
  const rows = await db
    .select({
      provider,
      kind,
      late,
      doubled,
      receiptDelivered,
      receiptBucket,
      count: sql<number>`count(*)::integer`,
    })
    .from(attempts)
    .where(sql`${endedAt} >= ${new Date(since)}`)
    .groupBy(provider, kind, late, doubled, receiptDelivered, receiptBucket)
  return rows.map(({ receiptDelivered: delivered, receiptBucket: bucket, ...sum }) => ({
    ...sum,
    receipt: delivered === null || bucket === null ? null : { delivered, bucket },
  }))
}

/** @param since ended at or after; milliseconds since the epoch */
export async function countEnded(db: Database, since: number): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::integer` })
    .from(packets)
    .where(sql`${packets.rank} >= ${new Date(since)} and ${packets.rank} < 'infinity'`)
  return row?.count ?? 0
}
