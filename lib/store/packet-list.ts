/** Lists, counts and sums of packets. Counting stops at `mostCounted`. */
import { and, arrayContains, asc, desc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted, type PacketSort, sortOf } from '@/lib/contract/paging'
import { defaultPriority } from '@/lib/packet/bounds'
import {
  type EndStatus,
  hasEnded,
  isInFlight,
  type Packet,
  type PacketStatus,
  packetStatuses,
} from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { packetOf, shownColumns } from './packets'
import { attempts, hasFlag, packets, packetWords } from './schema'
import { sumEndings } from './scoreboard'
import { searchPattern } from './search-text'
import type { Database } from './store'

/** Where a page ends: the sort key of its last packet. `rank` is null while that is in flight. */
export interface ListPlace {
  rank: number | null
  createdAt: number
  /** Null for what is not scheduled. */
  dueAt: number | null
  id: string
}

export interface ListScope {
  filter: PacketFilter
  /** Workflows that no worker can go on with. */
  stuckOwners: readonly string[]
  /** Milliseconds since the epoch. */
  now: number
}

interface Order {
  by: SQL[]
  /** Those that have a place in it; left out where all have. */
  among?: SQL
  beyond: (place: ListPlace) => SQL
}

const { rank, createdAt, dueAt, id } = packets

const orders: Record<PacketSort, Order> = {
  active: {
    by: [desc(rank), desc(createdAt), desc(id)],
    beyond: (place) =>
      sql`(${rank}, ${createdAt}, ${id}) < (${rankOf(place)}, ${createdOf(place)}, ${place.id})`,
  },
  newest: {
    by: [desc(createdAt), desc(id)],
    beyond: (place) => sql`(${createdAt}, ${id}) < (${createdOf(place)}, ${place.id})`,
  },
  oldest: {
    by: [asc(createdAt), asc(id)],
    beyond: (place) => sql`(${createdAt}, ${id}) > (${createdOf(place)}, ${place.id})`,
  },
  due: {
    by: [asc(dueAt), asc(id)],
    among: sql.raw(`resting = 'SCHEDULED'`),
    beyond: (place) => sql`(${dueAt}, ${id}) > (${dueOf(place)}, ${place.id})`,
  },
}

function rankOf({ rank }: ListPlace): SQL {
  return sql`${rank === null ? 'infinity' : new Date(rank).toISOString()}::timestamptz`
}

function dueOf({ dueAt }: ListPlace): SQL {
  return sql`${new Date(dueAt ?? 0).toISOString()}::timestamptz`
}

function createdOf({ createdAt }: ListPlace): SQL {
  return sql`${new Date(createdAt).toISOString()}::timestamptz`
}

/** In the order that the filter asks for. */
export async function listPackets(
  db: Database,
  scope: ListScope,
  { limit, after }: { limit: number; after: ListPlace | null },
): Promise<{ items: Packet[]; next: ListPlace | null }> {
  const order = orders[sortOf(scope.filter)]
  const condition = and(
    matching(scope),
    isOfResting(scope.filter) ? areResting : undefined,
    order.among,
    after === null ? undefined : order.beyond(after),
  )
  const provider = listedBy(scope.filter)
  const rows = await db
    .select({ ...shownColumns, endedAt: packets.endedAt, dueAt })
    .from(packets)
    .where(
      provider === undefined
        ? condition
        : inArray(id, tried(provider, condition, { order, limit: limit + 1, after })),
    )
    .orderBy(...order.by)
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last !== undefined ? placeOf(last) : null
  return { items: page.map((row) => packetOf(row, scope.now)), next }
}

type Placed = Pick<typeof packets.$inferSelect, 'ledger' | 'endedAt' | 'createdAt' | 'dueAt' | 'id'>

/** Its rank as the store makes it. */
function placeOf({ ledger, endedAt, createdAt, dueAt, id }: Placed): ListPlace {
  const rank = isInFlight(ledger.status) ? null : (endedAt ?? createdAt).getTime()
  return { rank, createdAt: createdAt.getTime(), dueAt: dueAt?.getTime() ?? null, id }
}

/**
 * The provider whose attempts lead to the packets; undefined where another filter leads to fewer. What was delivered is
 * most of what any provider has.
 */
function listedBy({ provider, status, ...others }: PacketFilter): string | undefined {
  const { source, destination, batch, orderingKey, fairnessKey, flag } = others
  const isNarrowed =
    (status ?? 'DELIVERED') !== 'DELIVERED' ||
    (source ?? destination ?? batch ?? orderingKey ?? fairnessKey ?? flag) !== undefined
  return isNarrowed ? undefined : provider
}

/** What is in flight is looked through; what has ended is in the index of its attempts. */
const areInFlight = sql`${rank} = 'infinity'`
const areResting = sql`${rank} < 'infinity'`

/** Nothing in flight matches, with which the order begins: it is not looked through. */
function isOfResting({ status, flag }: PacketFilter): boolean {
  return flag === 'settling' || (status !== undefined && !isInFlight(status))
}

/** The ids of the first packets in the order that a provider was tried for, as far as they can be on the page. */
function tried(
  provider: string,
  condition: SQL | undefined,
  { order, limit, after }: { order: Order; limit: number; after: ListPlace | null },
): SQL {
  const inFlight = sql`
    select ${id} from ${packets} where ${and(areInFlight, arrayContains(packets.providers, [provider]), condition)}
    order by ${sql.join(order.by, sql`, `)} limit ${limit}`
  // Its rank is in the attempt too, where the index has it.
  const isRanked = order === orders.active
  const by = isRanked ? [desc(attempts.endedAt), ...order.by.slice(1)] : order.by
  const from =
    isRanked && after !== null && after.rank !== null
      ? sql`${attempts.endedAt} <= ${rankOf(after)}`
      : undefined
  const ended = sql`
    select ${id} from ${attempts} join ${packets} on ${id} = ${attempts.packetId}
    where ${and(eq(attempts.provider, provider), from, condition)}
    order by ${sql.join(by, sql`, `)} limit ${limit}`
  return sql`((${inFlight}) union all (${ended}))`
}

/** Exact up to `mostCounted`. */
export async function countPackets(db: Database, scope: ListScope): Promise<number> {
  const { sort: _, ...asked } = scope.filter
  if (sortOf(scope.filter) === 'due' && asked.status === undefined)
    return countPackets(db, { ...scope, filter: { ...asked, status: 'SCHEDULED' } })
  const { status, ...narrower } = asked
  const isSummed = Object.keys(narrower).length === 0 && (status === undefined || hasEnded(status))
  if (!isSummed) return countUpTo(db, matchingIds(scope))
  const [endings, unended] = await Promise.all([
    sumEndings(db),
    status === undefined
      ? countUpTo(db, sql`select 1 from ${packets} where ${areInFlight} union all ${unbegun}`)
      : 0,
  ])
  const ofStatus = endings.filter((ending) => status === undefined || ending.status === status)
  const total = ofStatus.reduce((sum, { count }) => sum + count, unended)
  return Math.min(total, mostCounted + 1)
}

/** The id of every packet that matches, from the narrowest table that tells. */
function matchingIds(scope: ListScope): SQL {
  const { provider: _, q, sort: __, ...others } = scope.filter
  const provider = listedBy(scope.filter)
  const condition = matching(scope)
  if (provider !== undefined) {
    const inFlight = and(areInFlight, arrayContains(packets.providers, [provider]), condition)
    const ofProvider = eq(attempts.provider, provider)
    // In the order of the index, or PostgreSQL would rather read the table until it has seen enough.
    const ended =
      condition === undefined
        ? sql`(select 1 from ${attempts} where ${ofProvider} order by ${attempts.endedAt} limit ${mostCounted + 1})`
        : sql`select 1 from ${attempts} join ${packets} on ${id} = ${attempts.packetId} where ${and(ofProvider, condition)}`
    return sql`select 1 from ${packets} where ${inFlight} union all ${ended}`
  }
  if (q !== undefined && Object.keys(others).length === 0)
    return sql`select 1 from ${packetWords} where ${hasWords(q)}`
  return sql`select 1 from ${packets} where ${condition ?? sql`true`}`
}

async function countUpTo(db: Database, found: SQL): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::integer as count from (${found} limit ${mostCounted + 1}) as found`,
  )
  return rows[0]?.count ?? 0
}

const unended = packetStatuses.filter((status): status is UnendedStatus => !hasEnded(status))
type UnendedStatus = Exclude<PacketStatus, EndStatus>
const unbegun = sql`select 1 from ${packets} where ${inArray(packets.resting, ['SCHEDULED', 'QUEUED'])}`

/** Packets in each status, each exact up to `mostCounted`. */
export async function countStatuses(db: Database): Promise<Record<PacketStatus, number>> {
  const [endings, ...others] = await Promise.all([
    sumEndings(db),
    ...unended.map(async (status) => ({
      status,
      count: await countUpTo(db, sql`select 1 from ${packets} where ${hasStatus(status)}`),
    })),
  ])
  const counts = new Map(
    [...endings, ...others].map(({ status, count }) => [status, Math.min(count, mostCounted + 1)]),
  )
  const countOf = (status: PacketStatus) => counts.get(status) ?? 0
  return {
    SCHEDULED: countOf('SCHEDULED'),
    QUEUED: countOf('QUEUED'),
    ROUTING: countOf('ROUTING'),
    TRANSMITTING: countOf('TRANSMITTING'),
    DELIVERED: countOf('DELIVERED'),
    NO_ROUTE: countOf('NO_ROUTE'),
    EXHAUSTED: countOf('EXHAUSTED'),
    EXPIRED: countOf('EXPIRED'),
    FAILED: countOf('FAILED'),
    CANCELED: countOf('CANCELED'),
  }
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
    .where(hasFlag('waiting'))
    .groupBy(why)
  const gravest = waitReasons.flatMap((reason) => rows.find((row) => row.why === reason) ?? [])[0]
  if (gravest === undefined) return null
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return { count, why: gravest.why, since: new Date(gravest.since).toISOString() }
}

/** Packets that wait for this provider's receipt, exact up to `mostCounted`. */
export async function countInFlight(db: Database, provider: string): Promise<number> {
  const awaited = and(hasStatus('TRANSMITTING'), eq(packets.currentProvider, provider))
  return countUpTo(db, sql`select 1 from ${packets} where ${awaited}`)
}

/** All that is asked for, but not the provider that the packets are listed by. */
function matching({ filter, stuckOwners, now }: ListScope): SQL | undefined {
  const { status, provider, destination, source, batch, orderingKey, priority, fairnessKey, flag } = filter
  const { from, to, q } = filter
  return and(
    provider === undefined || listedBy(filter) !== undefined
      ? undefined
      : arrayContains(packets.providers, [provider]),
    status && hasStatus(status),
    destination === undefined ? undefined : eq(packets.destination, destination),
    source === undefined ? undefined : eq(packets.source, source),
    batch === undefined ? undefined : eq(packets.batchId, batch),
    orderingKey === undefined ? undefined : eq(packets.orderingKey, orderingKey),
    priority === undefined ? undefined : ofPriority(Number(priority)),
    fairnessKey === undefined ? undefined : eq(packets.fairnessKey, fairnessKey),
    flag === undefined ? undefined : flagged(flag, stuckOwners, now),
    from === undefined ? undefined : sql`${createdAt} >= ${instantOf(from)}`,
    to === undefined ? undefined : sql`${createdAt} < ${instantOf(to)}`,
    q === undefined
      ? undefined
      : sql`${id} in (select ${packetWords.packetId} from ${packetWords} where ${hasWords(q)})`,
  )
}

/**
 * A status under way is in no index, so that it can change without touching one. It is asked for as not the other one:
 * rare among all packets, PostgreSQL would take it for rare among these too, and read them all to find a page.
 */
function hasStatus(status: PacketStatus): SQL | undefined {
  if (!isInFlight(status)) return sql`${packets.resting} = ${status}`
  return and(areInFlight, ne(packets.status, status === 'ROUTING' ? 'TRANSMITTING' : 'ROUTING'))
}

/** The usual one is most packets', and in no index. */
function ofPriority(priority: number): SQL | undefined {
  const isUnusual = priority === defaultPriority ? undefined : sql.raw(`priority <> ${defaultPriority}`)
  return and(eq(packets.priority, priority), isUnusual)
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
    return sql`${packets.settlingUntil} > ${new Date(now)}`
  }
  if (flag !== 'stuck') return hasFlag(flag)
  if (stuckOwners.length === 0) return sql`false`
  return and(inArray(packets.owner, [...stuckOwners]), sql`${packets.closedAt} is null`)
}

function hasWords(text: string): SQL {
  return sql`${packetWords.words} like ${searchPattern(text)}`
}
