/**
 * Packets with an ordering key. A unique index ensures that at most one packet of each key is under way; the next one
 * begins when it has ended. The packet itself holds the key's turn, so the turn ends at the packet's last deadline at
 * the latest, and a lost workflow is replaced.
 */
import { and, asc, count, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Share } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { areScheduled, type Beginning, batchRuns, beginPackets, cancelUnbegun, type Turn } from './beginning'
import { saveStates } from './ownership'
import { batches, holdsQueue, isClosing, packets, queueHolds } from './schema'
import type { Database } from './store'

/** Worded exactly as in the index, so that the planner uses it. */
const areInQueue = sql.raw(`resting = 'QUEUED' and ordering_key is not null`)

/** The position in a queue is counted up to this. */
const mostAhead = 10_000

/** How many packets of one key may leave their place in a single call; the sweeper continues. */
const mostPassed = 20

/**
 * Begins the first packet of each key, unless another one is under way or the queue is held. A packet that has expired
 * or falls into quiet hours leaves its place to the next one.
 *
 * @param fullBatches batches of which no packet may begin
 */
export async function beginNext(
  db: Database,
  {
    orderingKeys,
    fullBatches = [],
    ...turn
  }: Turn & { orderingKeys: readonly string[]; fullBatches?: readonly string[] },
): Promise<Beginning> {
  const all: Beginning = { begun: [], taken: 0, passed: [...orderingKeys] }
  for (let round = 0; all.passed.length > 0 && round < mostPassed; round++) {
    // `areInQueue` is checked again by PostgreSQL on the locked row, in case another transaction has begun the packet.
    const which = and(areInQueue, sql`${packets.id} in (${heads(all.passed, fullBatches)})`)
    const { begun, taken, passed } = await beginPackets(db, {
      ...turn,
      which,
      order: [asc(packets.queueNumber)],
    })
    all.begun.push(...begun)
    all.taken += taken
    all.passed = passed
  }
  return all
}

function heads(orderingKeys: readonly string[], fullBatches: readonly string[]): SQL {
  return sql`
    select head.id from unnest(${sql.param(orderingKeys)}::text[]) as key(name)
    cross join lateral (
      select id, batch_id from ${packets} as packet where ${areInQueue} and ordering_key = key.name
      order by queue_number limit 1
    ) as head
    where (head.batch_id is null or (head.batch_id <> all(${sql.param(fullBatches)}::text[])
        and ${batchRuns(sql`head.batch_id`)}))
      and not exists (select 1 from ${packets} as packet where ordering_key = key.name and resting is null)
      -- Until the workflow releases an ended packet, a hand-over of it may still be under way.
      and not exists (select 1 from ${packets} as packet where ordering_key = key.name and ${isClosing})
      and not exists (select 1 from ${packets} as packet where ordering_key = key.name and ${holdsQueue})
      and not exists (select 1 from ${queueHolds} as hold where hold.ordering_key = key.name)`
}

/** The packets of these keys that belong to this workflow and have not ended. */
export function findUnderWay(
  db: Database,
  { owner, orderingKeys }: { owner: string; orderingKeys: readonly string[] },
): Promise<Share[]> {
  const { id, epoch, orderingKey } = packets
  return db
    .select({ id, epoch })
    .from(packets)
    .where(
      and(
        sql`${orderingKey} = any(${sql.param(orderingKeys)}::text[])`,
        isNull(packets.resting),
        eq(packets.owner, owner),
      ),
    )
}

/** Keys with waiting packets, in order, after the given key. Reads one row per key, however many packets it has. */
export async function findQueues(
  db: Database,
  { after, most }: { after: string; most: number },
): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(
    sql`with recursive ${waitingKeys(after)} select name from waiting where name is not null limit ${most}`,
  )
  return rows.map(({ name }) => name)
}

function waitingKeys(after: string): SQL {
  const next = (beyond: SQL) => sql`
    select ordering_key from ${packets} as packet where ${areInQueue} and ordering_key > ${beyond}
    order by ordering_key limit 1`
  return sql`waiting(name) as (
    (${next(sql`${after}::text`)})
    union all
    select (${next(sql`waiting.name`)}) from waiting where waiting.name is not null
  )`
}

/** Queues scheduled packets with an ordering key that are due. @returns their keys */
export function queueDue(db: Database, most: number): Promise<string[]> {
  return queueScheduled(db, { which: sql`due_at <= now()`, most, atAnyHour: false })
}

/**
 * Queues one packet before its time; it begins at its turn even in quiet hours.
 *
 * @returns its key; empty if it is not scheduled any more, or has no key
 */
export function queueNow(db: Database, id: string): Promise<string[]> {
  return queueScheduled(db, { which: eq(packets.id, id), most: 1, atAnyHour: true })
}

async function queueScheduled(
  db: Database,
  { which, most, atAnyHour }: { which: SQL; most: number; atAnyHour: boolean },
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger, orderingKey } = packets
    const rows = await tx
      .select({
        id,
        epoch,
        version,
        ledger,
        orderingKey,
        now: sql`extract(epoch from now()) * 1000`.mapWith(Number),
      })
      .from(packets)
      .where(and(areScheduled, isNotNull(orderingKey), which))
      // Locked rows are not skipped, because packets behind them would overtake them.
      .orderBy(asc(packets.dueAt), asc(packets.queueNumber))
      .limit(most)
      .for('update')
    const states = rows.map(({ now, ...row }) => ({
      ...row,
      version: row.version + 1,
      ledger: apply(row.ledger, { type: 'queued', at: Math.floor(now), atAnyHour }),
      closed: false,
    }))
    await saveStates(tx, states)
    const ids = rows.map((row) => row.id)
    await tx.update(packets).set({ offeredAt: sql`'infinity'` }).where(inArray(id, ids))
    return rows.flatMap((row) => row.orderingKey ?? [])
  })
}

/**
 * No packet of this queue begins from then on; if it is held already, the first reason is kept. @param at milliseconds
 * since the epoch
 */
export async function holdQueue(
  db: Database,
  { orderingKey, reason, at }: { orderingKey: string; reason: string; at: number },
): Promise<void> {
  await db
    .insert(queueHolds)
    .values({ orderingKey, reason, heldAt: new Date(at) })
    .onConflictDoNothing()
}

/** Ends every hold on the queue. Returns false if nothing held it. */
export async function releaseQueue(db: Database, orderingKey: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const held = await tx.delete(queueHolds).where(eq(queueHolds.orderingKey, orderingKey))
    const failed = await tx
      .update(packets)
      .set({ releasedAt: sql`now()` })
      .where(and(eq(packets.orderingKey, orderingKey), holdsQueue))
    return (held.rowCount ?? 0) + (failed.rowCount ?? 0) > 0
  })
}

/** Cancels some of the waiting packets. @returns how many; 0 if none is left */
export function cancelQueued(
  db: Database,
  { orderingKey, at, reason }: { orderingKey: string; at: number; reason: string },
): Promise<number> {
  return cancelUnbegun(db, { which: and(areInQueue, eq(packets.orderingKey, orderingKey)), at, reason })
}

/** A queue as operators see it. Times are milliseconds since the epoch. */
export interface StoredQueue {
  orderingKey: string
  /** Packets that wait, exact up to `mostAhead`. */
  depth: number
  /** The first of them, with its time of submission; null if none waits. */
  head: { packetId: string; since: number } | null
  /** The packet that is under way. */
  underWay: string | null
  hold: { reason: string; at: number } | null
  /** The packet that holds the queue because it was not delivered. */
  failed: { packetId: string; at: number } | null
  /** The batch of the first packet, if it is not running. */
  idleBatch: string | null
}

interface QueueRow extends Record<string, unknown> {
  name: string
  depth: number
  head: string | null
  since: Date | string | null
  under_way: string | null
  hold_reason: string | null
  held_at: Date | string | null
  failed: string | null
  failed_at: Date | string | null
  idle_batch: string | null
}

/** How many keys are examined for a list. */
const mostListed = 10_000

/** Held queues first, then by how long their first packet has waited. */
export async function listQueues(
  db: Database,
  { limit, offset }: { limit: number; offset: number },
): Promise<StoredQueue[]> {
  return readQueues(
    db,
    sql`
    with recursive ${waitingKeys('')}, key as (
      (select name from waiting where name is not null limit ${mostListed})
      union select ordering_key from ${packets} as packet where ${holdsQueue}
      union select ordering_key from ${queueHolds} as hold
    )`,
    { limit, offset },
  )
}

/** Works also for a key without waiting packets. */
export async function findQueue(db: Database, orderingKey: string): Promise<StoredQueue> {
  const only = sql`with key(name) as (values (${orderingKey}::text))`
  const [queue] = await readQueues(db, only, { limit: 1, offset: 0 })
  if (queue === undefined) throw new Error('A queue was read as no row.')
  return queue
}

async function readQueues(
  db: Database,
  keys: SQL,
  { limit, offset }: { limit: number; offset: number },
): Promise<StoredQueue[]> {
  const order = sql`order by (held_at is null and failed is null), since, name`
  const { rows } = await db.execute<QueueRow>(sql`
    ${keys}, chosen as (
      select key.name, head.id as head, head.created_at as since, under_way.id as under_way,
        hold.reason as hold_reason, hold.held_at, failed.id as failed, failed.ended_at as failed_at,
        case when batch.state <> 'RUNNING' then batch.id end as idle_batch
      from key
      left join lateral (
        select id, created_at, batch_id from ${packets} as packet where ${areInQueue} and ordering_key = key.name
        order by queue_number limit 1
      ) as head on true
      left join ${batches} as batch on batch.id = head.batch_id
      left join ${packets} as under_way on under_way.ordering_key = key.name and under_way.resting is null
      left join ${queueHolds} as hold on hold.ordering_key = key.name
      left join lateral (
        select id, ended_at from ${packets} as packet where ordering_key = key.name and ${holdsQueue}
        order by ended_at limit 1
      ) as failed on true
    ), page as (
      select * from chosen ${order} limit ${limit} offset ${offset}
    )
    select page.*, (
      select count(*)::integer from (
        select 1 from ${packets} as packet where ${areInQueue} and ordering_key = page.name limit ${mostAhead + 1}
      ) as waiting
    ) as depth
    from page ${order}`)
  return rows.map(queueOf)
}

function queueOf(row: QueueRow): StoredQueue {
  return {
    orderingKey: row.name,
    depth: row.depth,
    head: row.head === null || row.since === null ? null : { packetId: row.head, since: msOf(row.since) },
    underWay: row.under_way,
    hold:
      row.hold_reason === null || row.held_at === null
        ? null
        : { reason: row.hold_reason, at: msOf(row.held_at) },
    failed:
      row.failed === null || row.failed_at === null
        ? null
        : { packetId: row.failed, at: msOf(row.failed_at) },
    idleBatch: row.idle_batch,
  }
}

function msOf(time: Date | string): number {
  return new Date(time).getTime()
}

/** The position of a packet in its queue; null if it is in none. */
export async function findPlace(
  db: Database,
  packetId: string,
): Promise<{ ahead: number; queue: StoredQueue } | null> {
  const { orderingKey, queueNumber } = packets
  const [row] = await db
    .select({ orderingKey, queueNumber })
    .from(packets)
    .where(and(eq(packets.id, packetId), areInQueue))
  if (row === undefined || row.orderingKey === null) return null
  const before = db
    .select({ one: sql`1` })
    .from(packets)
    .where(
      and(areInQueue, eq(orderingKey, row.orderingKey), sql`${queueNumber} < ${row.queueNumber}::bigint`),
    )
    .limit(mostAhead + 1)
    .as('before')
  const [counted] = await db.select({ ahead: count() }).from(before)
  return { ahead: counted?.ahead ?? 0, queue: await findQueue(db, row.orderingKey) }
}
