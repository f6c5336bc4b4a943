/** Lists, counts and sums of packets. Counting stops at `mostCounted`. */
import { and, arrayContains, desc, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted } from '@/lib/contract/page-size'
import { type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { packetOf, shownColumns } from './packets'
import { packets, packetWords } from './schema'
import type { Database } from './store'

/** Where a page ends: the sort key of its last packet. `rank` is null while that is in flight. */
export interface ListPlace {
  rank: number | null
  createdAt: number
  id: string
}

export interface ListScope {
  filter: PacketFilter
  /** Workflows that no worker can go on with. */
  stuckOwners: readonly string[]
  /** Milliseconds since the epoch. */
  now: number
}

/** In flight first, newest first; then most recently ended. */
export async function listPackets(
  db: Database,
  scope: ListScope,
  { limit, after }: { limit: number; after: ListPlace | null },
): Promise<{ items: Packet[]; next: ListPlace | null }> {
  const { rank, createdAt, id } = packets
  const rows = await db
    .select({ ...shownColumns, endedAt: packets.endedAt })
    .from(packets)
    .where(and(matching(scope), after === null ? undefined : beyond(after)))
    .orderBy(desc(rank), desc(createdAt), desc(id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? placeOf(last) : null
  return { items: page.map((row) => packetOf(row, scope.now)), next }
}

type Placed = Pick<typeof packets.$inferSelect, 'endedAt' | 'createdAt' | 'id'>

function placeOf({ endedAt, createdAt, id }: Placed): ListPlace {
  return { rank: endedAt?.getTime() ?? null, createdAt: createdAt.getTime(), id }
}

function beyond({ rank, createdAt, id }: ListPlace): SQL {
  const ended = rank === null ? 'infinity' : new Date(rank).toISOString()
  return sql`(${packets.rank}, ${packets.createdAt}, ${packets.id}) < (${ended}::timestamptz, ${new Date(createdAt).toISOString()}::timestamptz, ${id})`
}

/** Exact up to `mostCounted`. */
export async function countPackets(db: Database, scope: ListScope): Promise<number> {
  return countUpTo(db, matching(scope))
}

async function countUpTo(db: Database, condition: SQL | undefined): Promise<number> {
  const some = db
    .select({ id: packets.id })
    .from(packets)
    .where(condition)
    .limit(mostCounted + 1)
    .as('some')
  const [row] = await db.select({ count: sql<number>`count(*)::integer` }).from(some)
  return row?.count ?? 0
}

/** Packets in each status, each exact up to `mostCounted`. */
export async function countStatuses(db: Database): Promise<Record<PacketStatus, number>> {
  const counts = packetStatuses.map(
    (status) =>
      sql`select ${status}::text as status, (select count(*)::integer from (select 1 from ${packets} where status = ${status} limit ${mostCounted + 1}) as counted) as count`,
  )
  const { rows } = await db.execute<{ status: PacketStatus; count: number }>(
    sql.join(counts, sql` union all `),
  )
  return Object.fromEntries(rows.map(({ status, count }) => [status, count])) as Record<PacketStatus, number>
}

/** How many packets wait, for the gravest reason among them, and since when that lasts. */
export async function readWaiting(
  db: Database,
): Promise<{ count: number; why: (typeof waitReasons)[number]; since: string } | null> {
  const why = sql<(typeof waitReasons)[number]>`${packets.ledger} -> 'waiting' ->> 'why'`
  const rows = await db
    .select({
      why,
      count: sql<number>`count(*)::integer`,
      since: sql<number>`min((${packets.ledger} -> 'waiting' ->> 'since')::bigint)::float8`,
    })
    .from(packets)
    .where(arrayContains(packets.flags, ['waiting']))
    .groupBy(why)
  const gravest = waitReasons.flatMap((reason) => rows.find((row) => row.why === reason) ?? [])[0]
  if (gravest === undefined) return null
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return { count, why: gravest.why, since: new Date(gravest.since).toISOString() }
}

export interface ProviderCounts {
  inFlight: number
  delivered: number
  failed: number
}

/** What a provider has now, has delivered, and has failed to deliver, each exact up to `mostCounted`. */
export async function countProvider(db: Database, provider: string): Promise<ProviderCounts> {
  const involved = arrayContains(packets.providers, [provider])
  const [inFlight, delivered, failed] = await Promise.all([
    countUpTo(db, and(involved, eq(packets.currentProvider, provider), eq(packets.status, 'TRANSMITTING'))),
    countUpTo(db, and(involved, eq(packets.deliveredBy, provider))),
    countUpTo(db, and(involved, arrayContains(packets.failedProviders, [provider]))),
  ])
  return { inFlight, delivered, failed }
}

function matching({ filter, stuckOwners, now }: ListScope): SQL | undefined {
  const { status, provider, destination, source, flag, from, to, q } = filter
  return and(
    status && eq(packets.status, status),
    provider === undefined ? undefined : arrayContains(packets.providers, [provider]),
    destination === undefined ? undefined : eq(packets.destination, destination),
    source === undefined ? undefined : eq(packets.source, source),
    flag === undefined ? undefined : flagged(flag, stuckOwners, now),
    from === undefined ? undefined : sql`${packets.createdAt} >= ${instantOf(from)}`,
    to === undefined ? undefined : sql`${packets.createdAt} < ${instantOf(to)}`,
    q === undefined ? undefined : containing(q),
  )
}

/** By the number: PostgreSQL knows no year 0, which ISO 8601 has. */
function instantOf(iso: string): SQL {
  return sql`to_timestamp(${Date.parse(iso)}::float8 / 1000)`
}

function flagged(
  flag: NonNullable<PacketFilter['flag']>,
  stuckOwners: readonly string[],
  now: number,
): SQL | undefined {
  if (flag === 'settling') {
    return and(isNotNull(packets.settlingUntil), sql`${packets.settlingUntil} > ${new Date(now)}`)
  }
  if (flag !== 'stuck') return arrayContains(packets.flags, [flag])
  if (stuckOwners.length === 0) return sql`false`
  return and(inArray(packets.owner, [...stuckOwners]), sql`${packets.closedAt} is null`)
}

/** Shorter texts have no part that could be looked up; those are taken for the beginning. */
const shortestPart = 3

function containing(text: string): SQL | undefined {
  const pattern = text.replace(/[\\%_]/g, '\\$&')
  if ([...text].length < shortestPart) {
    const beginning = `${pattern}%`
    return or(
      sql`${packets.id} like ${beginning}`,
      sql`${packets.source} like ${beginning}`,
      sql`${packets.destination} like ${beginning}`,
    )
  }
  return sql`${packets.id} in (select ${packetWords.packetId} from ${packetWords} where ${packetWords.words} ilike ${`%${pattern}%`})`
}
