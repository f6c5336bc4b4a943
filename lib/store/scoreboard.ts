/** Sums of packets by ending, of attempts by what they say about their providers, and of refused receipts. */
import { inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { RefusalReason } from '@/lib/contract/receipt-reasons'
import type { EndStatus } from '@/lib/packet/packet'
import type { AttemptSum } from '@/lib/scoreboard/sums'
import { attemptSums, packetSums, refusedSums, sumSpans } from './schema'
import type { Database } from './store'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Rows older than these are merged by the hour and by the day. */
const hourlyAfterMs = 75 * minuteMs
const dailyAfterMs = 30 * hourMs
/** Sums of packets are few, and are shown in parts of a day over the longest window, so they stay hourly for longer. */
const packetsDailyAfterMs = 9 * dayMs

/**
 * The start of the minute, or for older times of the hour or day, that contains this moment. Windows can begin only
 * there, because merged rows have no finer resolution. Times are in milliseconds since the epoch.
 */
export function startOfSum(at: number, now: number): number {
  // The limits are shorter than those of merging, because the merging process may have another clock.
  const spanMs = now - at < hourlyAfterMs * 0.9 ? minuteMs : now - at < dailyAfterMs * 0.9 ? hourMs : dayMs
  return at - (at % spanMs)
}

type SumTable = typeof packetSums | typeof attemptSums | typeof refusedSums

/** Lists all spans, so that the index is used for each of them. */
function within({ span, at }: SumTable, since: number) {
  return sql`${inArray(span, [...sumSpans])} and ${at} >= ${new Date(since)}`
}

/** @param since the start of the window, as `startOfSum` gives it */
export async function sumAttempts(db: Database, since: number): Promise<AttemptSum[]> {
  const { provider, kind, late, doubled, receiptDelivered, receiptBucket, count } = attemptSums
  const rows = await db
    .select({
      provider,
      kind,
      late,
      doubled,
      receiptDelivered,
      receiptBucket,
      count: sql<number>`sum(${count})::float8`,
    })
    .from(attemptSums)
    .where(within(attemptSums, since))
    .groupBy(provider, kind, late, doubled, receiptDelivered, receiptBucket)
  return rows.map(({ receiptDelivered: delivered, receiptBucket: bucket, ...sum }) => ({
    ...sum,
    receipt: delivered === null || bucket === null ? null : { delivered, bucket },
  }))
}

/** Counts packets by ending; endings without packets may be missing. @param since as above; all if undefined */
export async function sumEndings(
  db: Database,
  since?: number,
): Promise<{ status: EndStatus; count: number }[]> {
  return db
    .select({ status: packetSums.status, count: sql<number>`sum(${packetSums.count})::float8` })
    .from(packetSums)
    .where(since === undefined ? undefined : within(packetSums, since))
    .groupBy(packetSums.status)
}

/** The number of packets that are alike and ended in the same part of a window. */
export interface EndedSum {
  /** Where the part begins, in milliseconds since the epoch. */
  from: number
  status: EndStatus
  failedOver: boolean
  byFirst: boolean
  count: number
}

/**
 * Counts packets by how and when they ended. Parts without endings are missing.
 *
 * @param since as above
 * @param stepMs the length of each part, at least the resolution within the window
 */
export async function sumEnded(
  db: Database,
  { since, stepMs }: { since: number; stepMs: number },
): Promise<EndedSum[]> {
  const { at, status, failedOver, byFirst, count } = packetSums
  const step = sql`make_interval(secs => ${stepMs / 1_000})`
  const from = sql`extract(epoch from date_bin(${step}, ${at}, ${new Date(since)})) * 1000`.mapWith(Number)
  return db
    .select({ from, status, failedOver, byFirst, count: sql<number>`sum(${count})::float8` })
    .from(packetSums)
    .where(within(packetSums, since))
    .groupBy(sql`1`, status, failedOver, byFirst)
}

export interface RefusedSum {
  reason: RefusalReason
  /** Null if the token was not ours. */
  provider: string | null
  count: number
}

/** Adds receipts that were just refused. @param now milliseconds since the epoch */
export async function addRefused(db: Database, refused: readonly RefusedSum[], now: number): Promise<void> {
  const at = new Date(now - (now % minuteMs))
  await db.insert(refusedSums).values(refused.map((sum) => ({ ...sum, at })))
}

/** Counts refused receipts by reason. @param since as above */
export async function sumRefused(
  db: Database,
  since: number,
): Promise<Pick<RefusedSum, 'reason' | 'count'>[]> {
  const { reason, count } = refusedSums
  return db
    .select({ reason, count: sql<number>`sum(${count})::float8` })
    .from(refusedSums)
    .where(within(refusedSums, since))
    .groupBy(reason)
}

/** @param before milliseconds since the epoch */
export async function deleteOldRefused(db: Database, before: number): Promise<void> {
  await db.delete(refusedSums).where(lt(refusedSums.at, new Date(before)))
}

export interface ProviderSum {
  provider: string
  /** Confirmed by a receipt, in time or late. */
  delivered: number
  failed: number
}

/** The results of all ended attempts that say something about their providers and were waited for to the end. */
export async function sumProviders(db: Database): Promise<ProviderSum[]> {
  const { provider, kind, late, receiptDelivered, count } = attemptSums
  const isDelivered = sql`(${kind} = 'confirmed' or (${late} and ${receiptDelivered}))`
  return db
    .select({
      provider,
      delivered: sql<number>`coalesce(sum(${count}) filter (where ${isDelivered}), 0)::float8`,
      failed: sql<number>`coalesce(sum(${count}) filter (where not ${isDelivered} and ${kind} <> 'abandoned'), 0)::float8`,
    })
    .from(attemptSums)
    .groupBy(provider)
}

const summed: readonly Sums[] = [
  { table: packetSums, keys: sql`status, failed_over, by_first`, dailyAfterMs: packetsDailyAfterMs },
  {
    table: attemptSums,
    keys: sql`provider, kind, late, doubled, receipt_delivered, receipt_bucket`,
    dailyAfterMs,
  },
  { table: refusedSums, keys: sql`reason, provider`, dailyAfterMs },
]
const mostMerged = 10_000

/**
 * Merges rows of the sums: new ones by the minute, older ones by the hour and the day. Several processes may do so at
 * once: each takes different rows, and the remaining ones still add up.
 *
 * @param now milliseconds since the epoch
 */
export async function mergeSums(db: Database, now: number): Promise<void> {
  for (const sums of summed) while ((await mergeSome(db, sums, now)) >= mostMerged);
}

interface Sums {
  table: SumTable
  /** The columns besides span, time and count. */
  keys: SQL
  dailyAfterMs: number
}

/** One statement, so that readers see the rows either before or after. Returns how many rows it took. */
async function mergeSome(
  db: Database,
  { table, keys, dailyAfterMs: afterMs }: Sums,
  now: number,
): Promise<number> {
  const hourlyBefore = sql`${new Date(now - hourlyAfterMs)}::timestamptz`
  const dailyBefore = sql`${new Date(now - afterMs)}::timestamptz`
  const { rows } = await db.execute<{ count: number }>(sql`
    with taken as (
      delete from ${table} where ctid = any(
        array(select ctid from ${table} where span = 'added' order by at limit ${mostMerged} for update skip locked)
        || array(select ctid from ${table} where span = 'minute' and at < ${hourlyBefore} limit ${mostMerged} for update skip locked)
        || array(select ctid from ${table} where span = 'hour' and at < ${dailyBefore} limit ${mostMerged} for update skip locked))
      returning case when at < ${dailyBefore} then 'day' when at < ${hourlyBefore} then 'hour' else 'minute' end as span,
        at, count, ${keys}
    ), placed as (
      select span, date_trunc(span, at, 'UTC') as at, count, ${keys} from taken
    ), known as (
      delete from ${table} where ctid = any(array(
        select ctid from ${table} where (span, at) in (select span, at from placed) for update skip locked))
      returning span, at, count, ${keys}
    ), merged as (
      insert into ${table} (span, at, count, ${keys})
      select span, at, sum(count), ${keys} from (select * from placed union all select * from known) as every
      group by span, at, ${keys} having sum(count) <> 0
    )
    select count(*)::integer as count from taken`)
  return rows[0]?.count ?? 0
}
