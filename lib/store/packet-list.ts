/** Lists, counts and sums packets. Counts stop at `mostCounted` unless stated otherwise. */
import { and, arrayContains, asc, type Column, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted, type PacketSort, type StatusFilter, sortOf, undelivered } from '@/lib/contract/paging'
import { spanOf } from '@/lib/contract/span'
import { addressKey } from '@/lib/packet/address'
import { defaultPriority } from '@/lib/packet/bounds'
import {
  type EndStatus,
  endStatuses,
  hasEnded,
  isInFlight,
  type Packet,
  type PacketStatus,
  packetStatuses,
} from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { packetOf, shownColumns } from './packets'
import { type Page, type PageRequest, pageOf } from './page'
import { attempts, hasFlag, packets, packetWords, receipts } from './schema'
import { sumEndings } from './scoreboard'
import { searchPatterns } from './search-text'
import { type Database, instantOf } from './store'

/** Where a page ends: the sort key of its last packet. `rank` is null while the packet is in flight. */
export interface ListPlace {
  rank: number | null
  createdAt: number
  /** Null for packets that were never scheduled. */
  dueAt: number | null
  id: string
}

export interface ListScope {
  filter: PacketFilter
  /** Workflows whose tasks keep failing, so that no worker can go on with them. */
  stuckOwners: readonly string[]
  /** Milliseconds since the epoch. */
  now: number
}

interface Order {
  by: SQL[]
  /** The packets that this order includes; undefined if it includes all. */
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

/** Lists packets in the order that the filter asks for. */
export async function listPackets(
  db: Database,
  scope: ListScope,
  { limit, after }: PageRequest<ListPlace>,
): Promise<Page<Packet, ListPlace>> {
  const order = orders[sortOf(scope.filter)]
  const condition = and(
    matching(scope),
    isOfResting(scope.filter) ? areResting : undefined,
    order.among,
    after === null ? undefined : order.beyond(after),
  )
  const lead = leadOf(scope)
  const rows = await db
    .select({ ...shownColumns, endedAt: packets.endedAt, dueAt })
    .from(packets)
    .where(
      lead === null
        ? condition
        : inArray(id, firstOf(lead.parts, condition, { order, limit: limit + 1, after })),
    )
    .orderBy(...order.by)
    .limit(limit + 1)
  const { items, next } = pageOf(rows, limit, placeOf)
  return { items: items.map((row) => packetOf(row, scope.now)), next }
}

type Placed = Pick<typeof packets.$inferSelect, 'ledger' | 'endedAt' | 'createdAt' | 'dueAt' | 'id'>

/** Computes the rank as the store does. */
function placeOf({ ledger, endedAt, createdAt, dueAt, id }: Placed): ListPlace {
  const rank = isInFlight(ledger.status) ? null : (endedAt ?? createdAt).getTime()
  return { rank, createdAt: createdAt.getTime(), dueAt: dueAt?.getTime() ?? null, id }
}

/** Packets, or attempts of ended packets, that one index has in the order of the list. */
interface Part {
  where: SQL | undefined
  ofAttempts?: true
}

/**
 * Several parts that together contain everything a filter asks for, if no single index has it in the order of the list.
 */
interface Lead {
  /** The condition of the filter that the parts replace. */
  by: 'id' | 'address' | 'provider' | 'failedOverFrom' | 'failedOver' | 'status'
  parts: Part[]
  /** A packet may be in several parts. */
  overlap: boolean
}

/**
 * Null if a single index serves the filter. Most packets of any provider are delivered, so with another status the
 * index of that status finds fewer rows.
 */
function leadOf(scope: ListScope): Lead | null {
  const { filter } = scope
  const { id: asked, address, provider, failedOverFrom, failedOver, status } = filter
  if (asked !== undefined) return { by: 'id', parts: named(asked), overlap: true }
  const { source, destination, batch, orderingKey, fairnessKey, flag } = filter
  if ((source ?? destination ?? batch ?? orderingKey ?? fairnessKey ?? flag) !== undefined) return null
  if (address !== undefined) {
    const key = addressKey(address)
    const parts = [{ where: eq(packets.sourceKey, key) }, { where: eq(packets.destinationKey, key) }]
    return { by: 'address', parts, overlap: true }
  }
  if (status === 'UNDELIVERED') {
    const parts = undelivered.map((each) => ({ where: hasStatus(each) }))
    return { by: 'status', parts, overlap: false }
  }
  if ((status ?? 'DELIVERED') !== 'DELIVERED') return null
  if (failedOverFrom !== undefined) {
    const inFlight = { where: and(areInFlight, wentOnFrom(failedOverFrom)) }
    const tried = sql`${attempts.provider} = ${failedOverFrom} and followed`
    return { by: 'failedOverFrom', parts: [inFlight, ofAttempts(tried, scope)], overlap: false }
  }
  if (provider !== undefined) {
    const inFlight = { where: and(areInFlight, arrayContains(packets.providers, [provider])) }
    const tried = eq(attempts.provider, provider)
    return { by: 'provider', parts: [inFlight, ofAttempts(tried, scope)], overlap: false }
  }
  if (failedOver !== undefined) {
    const parts = [{ where: and(areInFlight, haveFailedOver) }, { where: sql`failed_over` }]
    return { by: 'failedOver', parts, overlap: false }
  }
  return null
}

/**
 * Adds the span of time, which the index of attempts has too. A packet ends after it was submitted, so `from` also
 * bounds its end.
 */
function ofAttempts(tried: SQL, scope: ListScope): Part {
  const { from } = scope.filter
  const since = from === undefined ? undefined : sql`${attempts.endedAt} >= ${instantOf(from)}`
  return { where: and(tried, since, activeBetween(attempts.endedAt, scope)), ofAttempts: true }
}

/** One part for each thing that can have this name. */
function named(name: string): Part[] {
  const referred = sql`select ${receipts.packetId} from ${receipts} where ${receipts.providerReference} = ${name}`
  return [
    { where: eq(id, name) },
    { where: eq(packets.batchId, name) },
    { where: eq(packets.owner, name) },
    { where: eq(packets.runId, name) },
    { where: eq(packets.orderingKey, name) },
    { where: sql`${id} in (${referred})` },
  ]
}

const haveFailedOver = sql`cardinality(${packets.providers}) > 1`

/** Another provider was tried after this one. */
function wentOnFrom(provider: string): SQL | undefined {
  const last = sql`${packets.providers}[cardinality(${packets.providers})]`
  return and(arrayContains(packets.providers, [provider]), sql`${last} <> ${provider}`)
}

/** Packets in flight are scanned; ended ones are found by the index of their attempts. */
const areInFlight = sql`${rank} = 'infinity'`
const areResting = sql`${rank} < 'infinity'`

/** Whether no packet in flight can match. The list begins with these, so otherwise they would all be scanned. */
function isOfResting({ status, flag }: PacketFilter): boolean {
  if (flag === 'settling' || status === 'UNDELIVERED') return true
  return status !== undefined && status !== 'IN_FLIGHT' && !isInFlight(status)
}

/** The ids of the first packets of each part in the list's order, as many as can be on the page. */
function firstOf(
  parts: readonly Part[],
  condition: SQL | undefined,
  { order, limit, after }: { order: Order; limit: number; after: ListPlace | null },
): SQL {
  const found = parts.map(({ where, ofAttempts: isOfAttempts }) => {
    if (isOfAttempts === undefined)
      return sql`(select ${id} from ${packets} where ${and(where, condition)}
        order by ${sql.join(order.by, sql`, `)} limit ${limit})`
    // The rank of an ended packet is also in its attempts, and so in their index.
    const isRanked = order === orders.active
    const by = isRanked ? [desc(attempts.endedAt), ...order.by.slice(1)] : order.by
    const from =
      isRanked && after !== null && after.rank !== null
        ? sql`${attempts.endedAt} <= ${rankOf(after)}`
        : undefined
    return sql`(select ${id} from ${attempts} join ${packets} on ${id} = ${attempts.packetId}
      where ${and(where, from, condition)} order by ${sql.join(by, sql`, `)} limit ${limit})`
  })
  return sql`(${sql.join(found, sql` union all `)})`
}

/** Exact up to `most`; `most` + 1 means that there are more. */
export async function countPackets(db: Database, scope: ListScope, most = mostCounted): Promise<number> {
  const { sort: _, ...asked } = scope.filter
  if (sortOf(scope.filter) === 'due' && asked.status === undefined)
    return countPackets(db, { ...scope, filter: { ...asked, status: 'SCHEDULED' } }, most)
  const { status, ...narrower } = asked
  const ends = status === undefined ? endStatuses : endingsIn(status)
  if (Object.keys(narrower).length > 0 || ends.length === 0)
    return countUpTo(db, matchingRows(scope, most), most)
  const [endings, unended] = await Promise.all([
    sumEndings(db),
    status === undefined
      ? countUpTo(db, sql`select 1 from ${packets} where ${areInFlight} union all ${unbegun}`, most)
      : 0,
  ])
  const ofStatus = endings.filter((ending) => ends.includes(ending.status))
  const total = ofStatus.reduce((sum, { count }) => sum + count, unended)
  return Math.min(total, most + 1)
}

/** The endings that a status includes; empty if it includes none. */
function endingsIn(status: StatusFilter): readonly EndStatus[] {
  if (status === 'UNDELIVERED') return undelivered
  return status !== 'IN_FLIGHT' && hasEnded(status) ? [status] : []
}

/** One row for each matching packet, from the narrowest table that suffices. */
function matchingRows(scope: ListScope, most: number): SQL {
  const { q, sort: _, ...others } = scope.filter
  const condition = matching(scope)
  const lead = leadOf(scope)
  if (lead !== null) {
    const found = lead.parts.map(({ where, ofAttempts: isOfAttempts }) => {
      const limit = sql`limit ${most + 1}`
      if (isOfAttempts === undefined)
        return sql`(select ${id} from ${packets} where ${and(where, condition)} ${limit})`
      // Ordered like the index. Otherwise PostgreSQL prefers to scan the table until it has enough rows.
      if (condition === undefined)
        return sql`(select ${attempts.packetId} from ${attempts} where ${where} order by ${attempts.endedAt} ${limit})`
      return sql`(select ${id} from ${attempts} join ${packets} on ${id} = ${attempts.packetId}
        where ${and(where, condition)} ${limit})`
    })
    return sql.join(found, lead.overlap ? sql` union ` : sql` union all `)
  }
  if (q !== undefined && Object.keys(others).length === 0)
    return sql`select 1 from ${packetWords} where ${hasWords(q)}`
  return sql`select 1 from ${packets} where ${condition ?? sql`true`}`
}

/** The ids of packets that match and meet `more`; an id may occur twice. Complete if there are at most `most`. */
export function matchingIds(scope: ListScope, more: SQL | undefined, most: number): SQL {
  const condition = and(matching(scope), more)
  const parts = leadOf(scope)?.parts ?? [{ where: undefined }]
  const found = parts.map(({ where, ofAttempts: isOfAttempts }: Part) => {
    const from = isOfAttempts ? sql`${attempts} join ${packets} on ${id} = ${attempts.packetId}` : packets
    return sql`(select ${id} from ${from} where ${and(where, condition) ?? sql`true`} limit ${most})`
  })
  return sql.join(found, sql` union all `)
}

async function countUpTo(db: Database, found: SQL, most = mostCounted): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::integer as count from (${found} limit ${most + 1}) as found`,
  )
  return rows[0]?.count ?? 0
}

const unended = packetStatuses.filter((status): status is UnendedStatus => !hasEnded(status))
type UnendedStatus = Exclude<PacketStatus, EndStatus>
const unbegun = sql`select 1 from ${packets} where ${inArray(packets.resting, ['SCHEDULED', 'QUEUED'])}`

/** The number of packets in each status, exact up to `mostCounted`. */
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

/**
 * The number of packets that have not ended, without scheduled ones. It has no upper limit, so that its growth can be
 * seen.
 */
export async function countUnended(db: Database): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select ((select count(*) from ${packets} where ${areInFlight})
      + (select count(*) from ${packets} where ${hasStatus('QUEUED')}))::float8 as count`)
  return rows[0]?.count ?? 0
}

/**
 * How many packets wait, the gravest reason among them, and since when it applies. Exact up to `mostCounted`; beyond
 * that only the packets submitted first are examined.
 */
export async function readWaiting(
  db: Database,
): Promise<{ count: number; why: (typeof waitReasons)[number]; since: string } | null> {
  const first = db
    .select({ waiting: sql`${packets.ledger} -> 'waiting'`.as('waiting') })
    .from(packets)
    .where(hasFlag('waiting'))
    .orderBy(asc(rank), asc(createdAt), asc(id))
    .limit(mostCounted + 1)
    .as('first')
  const why = sql<(typeof waitReasons)[number]>`${first.waiting} ->> 'why'`
  const rows = await db
    .select({
      why,
      count: sql<number>`count(*)::integer`,
      since: sql<number>`min((${first.waiting} ->> 'since')::bigint)::float8`,
    })
    .from(first)
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

type Asked = {
  [Name in Exclude<keyof PacketFilter, 'id' | 'zone' | 'sort'>]-?: NonNullable<PacketFilter[Name]>
}
type Conditions = { [Name in keyof Asked]: (value: Asked[Name], scope: ListScope) => SQL | undefined }

const conditions: Conditions = {
  status: hasStatus,
  provider: (provider) => arrayContains(packets.providers, [provider]),
  failedOver: () => haveFailedOver,
  failedOverFrom: wentOnFrom,
  address: isAddress,
  destination: (destination) => eq(packets.destinationKey, addressKey(destination)),
  source: (source) => eq(packets.sourceKey, addressKey(source)),
  batch: (batch) => eq(packets.batchId, batch),
  orderingKey: (key) => eq(packets.orderingKey, key),
  priority: (priority) => ofPriority(Number(priority)),
  fairnessKey: (key) => eq(packets.fairnessKey, key),
  flag: (flag, { stuckOwners, now }) => flagged(flag, stuckOwners, now),
  from: (from) => sql`${createdAt} >= ${instantOf(from)}`,
  to: (to) => sql`${createdAt} < ${instantOf(to)}`,
  activeFrom: (_, scope) => activeBetween(rank, scope),
  activeTo: (_, scope) => activeBetween(rank, scope),
  within: (_, scope) => activeBetween(rank, scope),
  q: (text) => sql`${id} in (select ${packetWords.packetId} from ${packetWords} where ${hasWords(text)})`,
}

/** All conditions of the filter except the one that the parts replace. */
function matching(scope: ListScope): SQL | undefined {
  const by = leadOf(scope)?.by
  const names = Object.keys(conditions) as (keyof Conditions)[]
  return and(...names.filter((name) => name !== by).map((name) => conditionOf(name, scope)))
}

function conditionOf<Name extends keyof Asked>(name: Name, scope: ListScope): SQL | undefined {
  const asked: { [Each in keyof Asked]?: Asked[Each] | undefined } = scope.filter
  const value = asked[name]
  return value === undefined ? undefined : conditions[name](value, scope)
}

function isAddress(address: string): SQL | undefined {
  const key = addressKey(address)
  return or(eq(packets.sourceKey, key), eq(packets.destinationKey, key))
}

/** @param lastActive the column with a packet's rank, or with the packet's end in its attempts */
function activeBetween(lastActive: Column, { filter, now }: ListScope): SQL | undefined {
  const { activeFrom, activeTo, within, zone } = filter
  const span = within === undefined ? null : spanOf(within, zone ?? 'UTC', now)
  const from = [activeFrom, span?.from].flatMap((at) => at ?? [])
  const to = [activeTo, span?.to].flatMap((at) => at ?? [])
  return and(
    ...from.map((at) => sql`${lastActive} >= ${instantOf(at)}`),
    ...to.map((at) => sql`${lastActive} < ${instantOf(at)}`),
  )
}

/**
 * No index has the statuses in flight, so that they can change without an index update. The condition excludes the
 * other status instead of matching this one: the status is rare among all packets, so PostgreSQL would take it for rare
 * among those in flight too, and read them all to find a page.
 */
function hasStatus(status: StatusFilter): SQL | undefined {
  if (status === 'IN_FLIGHT') return areInFlight
  if (status === 'UNDELIVERED') return inArray(packets.resting, [...undelivered])
  if (!isInFlight(status)) return sql`${packets.resting} = ${status}`
  return and(areInFlight, ne(packets.status, status === 'ROUTING' ? 'TRANSMITTING' : 'ROUTING'))
}

/**
 * The default priority is in no index, because most packets have it. For others, the extra condition selects the
 * partial index.
 */
function ofPriority(priority: number): SQL | undefined {
  const isUnusual = priority === defaultPriority ? undefined : sql.raw(`priority <> ${defaultPriority}`)
  return and(eq(packets.priority, priority), isUnusual)
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

function hasWords(text: string): SQL | undefined {
  return or(...searchPatterns(text).map((pattern) => sql`${packetWords.words} like ${pattern}`))
}
