/** Bulk actions: their packets, which are fixed when an action is confirmed, and their progress. */
import { and, count, desc, eq, gte, inArray, lt, lte, not, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { BulkFilter } from '@/lib/contract/bulk-action'
import {
  type BulkItemCode,
  type BulkKind,
  type BulkResult,
  type BulkState,
  maxBulkPackets,
  mostLeftOut,
} from '@/lib/contract/bulk-terms'
import type { Packet } from '@/lib/packet/packet'
import { oneMoreChange } from './jobs'
import { type ListScope, matchingIds } from './packet-list'
import { packetOf, shownColumns } from './packets'
import { isAfter, type Page, type PageRequest, pageOf, type TimePlace } from './page'
import { bulkActions, bulkItems, packets } from './schema'
import { type Database, toJson } from './store'

export type StoredBulkAction = typeof bulkActions.$inferSelect

/** Packets that match a filter, packets with these ids, or the packets that a bulk action created. */
export type Selection = { scope: ListScope } | { ids: readonly string[] } | { madeBy: string }

/** What the bulk action does. */
export interface Doing extends Pick<StoredBulkAction, 'action' | 'evenIfDelivered'> {
  /** Milliseconds since the epoch. Packets submitted later are left alone. */
  asOf: number
}

/** The id of the new packet for an item that is sent again. It is the same in every try. */
export function newPacketId(bulkId: string, number: number): string {
  return `${bulkId}-${number}`
}

/** To which packets an action applies, and the code of the reason for the others. */
interface Rule {
  applies: SQL
  code: SQL
}

const { id } = packets

/** Worded exactly as in the indexes, so that the planner uses them. */
const haveNotEnded = sql.raw(`(packets.rank = 'infinity' or packets.resting in ('SCHEDULED', 'QUEUED'))`)

const rules: Record<BulkKind, (doing: Pick<Doing, 'evenIfDelivered'>) => Rule> = {
  cancel: () => ({ applies: haveNotEnded, code: sql`'PACKET_ENDED'` }),
  'send-again': ({ evenIfDelivered }) => {
    const code = sendAgainCode(evenIfDelivered)
    return { applies: sql`(${code} is null)`, code }
  },
}

/** The reason why a packet cannot be sent again; null if it can. */
function sendAgainCode(evenIfDelivered: boolean): SQL {
  const mayBeDelivered = evenIfDelivered
    ? sql`false`
    : sql`(packets.resting = 'DELIVERED' or packets.ledger @? '$.attempts[*] ? (@.settled == false)')`
  return sql`case
    when packets.ended_at is null then 'PACKET_IN_FLIGHT'
    when exists (select 1 from packets as later where later.repeats = packets.id) then 'REPEATED'
    when packets.contents is null then 'CONTENTS_ERASED'
    when ${mayBeDelivered} then 'MAY_BE_DELIVERED' end`
}

/** Selects ids up to `most` + 1, which means that there are more. */
function chosen(selection: Selection, { asOf }: Doing, applies: SQL, most = maxBulkPackets): SQL {
  const condition = and(applies, lte(packets.createdAt, new Date(asOf)))
  const ids = candidates(selection, condition, most + 1)
  return sql`select distinct id from (${ids}) as candidates (id) limit ${most + 1}`
}

function candidates(selection: Selection, condition: SQL | undefined, most: number): SQL {
  if ('scope' in selection) return matchingIds(selection.scope, condition, most)
  if ('madeBy' in selection) {
    const made = and(eq(bulkItems.bulkId, selection.madeBy), eq(bulkItems.result, 'DONE'), condition)
    return sql`
      select ${id} from ${bulkItems}
      join ${packets} on ${id} = ${bulkItems.bulkId} || '-' || ${bulkItems.number} where ${made}`
  }
  const given = JSON.stringify(selection.ids)
  return sql`
    select ${id} from ${packets}
    where ${id} in (select jsonb_array_elements_text(${given}::jsonb)) and ${condition}`
}

export type LeftOut = { code: BulkItemCode; count: number }[]

export interface Chosen {
  count: number
  sample: Packet[]
  leftOut: LeftOut
}

/** Shows to which packets the action would apply now. */
export async function previewChosen(
  db: Database,
  doing: Doing,
  selection: Selection,
  mostShown: number,
): Promise<Chosen> {
  const ids = chosen(selection, doing, rules[doing.action](doing).applies)
  const [counted, sample, leftOut] = await Promise.all([
    db.execute<{ count: number }>(sql`select count(*)::integer as count from (${ids}) as chosen`),
    db
      .select(shownColumns)
      .from(packets)
      .where(sql`${id} in (${ids})`)
      .orderBy(desc(packets.createdAt), desc(id))
      .limit(mostShown),
    countLeftOut(db, doing, selection),
  ])
  return { count: counted.rows[0]?.count ?? 0, sample: sample.map((row) => packetOf(row)), leftOut }
}

export async function countLeftOut(db: Database, doing: Doing, selection: Selection): Promise<LeftOut> {
  const { applies, code } = rules[doing.action](doing)
  const { rows } = await db.execute<{ code: BulkItemCode; count: number }>(sql`
    select ${code} as code, count(*)::integer as count from ${packets}
    where ${id} in (${chosen(selection, doing, not(applies), mostLeftOut)}) group by 1 order by count desc`)
  const missing = 'ids' in selection ? await countMissing(db, selection.ids) : 0
  return missing === 0 ? rows : [...rows, { code: 'PACKET_NOT_FOUND', count: missing }]
}

async function countMissing(db: Database, ids: readonly string[]): Promise<number> {
  return ids.length - (await db.$count(packets, inArray(id, [...ids])))
}

/** A bulk action as it was confirmed. */
export interface NewBulk
  extends Pick<
    StoredBulkAction,
    | 'id'
    | 'action'
    | 'evenIfDelivered'
    | 'filter'
    | 'reason'
    | 'who'
    | 'perSecond'
    | 'undoes'
    | 'fingerprint'
    | 'leftOut'
  > {
  selection: Selection
  /** The most packets that it may have. */
  most: number
  /** Milliseconds since the epoch: the time of its preview. */
  asOf: number
  /** Milliseconds since the epoch. */
  at: number
}

export type Opened =
  | { is: 'opened' }
  /** The id is taken, or the number of packets is 0 or too large. */
  | { is: 'not opened'; count: number }
  /** Another bulk action is already undoing the same one. */
  | { is: 'being undone'; by: string }

/** Opens a bulk action for the packets to which it applies now. They stay the same from then on. */
export async function openBulkAction(db: Database, bulk: NewBulk): Promise<Opened> {
  const { undoes } = bulk
  if (undoes === null) return open(db, bulk)
  return db.transaction(async (tx) => {
    // The row lock serializes concurrent undos, so that each sees the others.
    await tx.select({ id: bulkActions.id }).from(bulkActions).where(eq(bulkActions.id, undoes)).for('update')
    const isUnderWay = inArray(bulkActions.state, ['RUNNING', 'PAUSED'])
    const [other] = await tx
      .select({ id: bulkActions.id })
      .from(bulkActions)
      .where(and(eq(bulkActions.undoes, undoes), isUnderWay))
    return other ? { is: 'being undone', by: other.id } : open(tx, bulk)
  })
}

/** Selects the packets and stores the action with its items, in one statement. */
async function open(db: Database, { selection, most, asOf, at, ...added }: NewBulk): Promise<Opened> {
  const { action, evenIfDelivered, filter, reason, who, perSecond, undoes, fingerprint, leftOut } = added
  const { rows } = await db.execute<{ opened: number; count: number }>(sql`
    with chosen as materialized (${chosen(selection, { action, evenIfDelivered, asOf }, rules[action](added).applies)}),
    counted as (select count(*)::integer as count from chosen),
    opened as (
      insert into ${bulkActions} (
        id, action, even_if_delivered, filter, reason, who, per_second, undoes, fingerprint, left_out, count, state,
        created_at)
      select ${added.id}, ${action}, ${evenIfDelivered}::boolean, ${jsonOrNull(filter)}::jsonb, ${reason}, ${who},
        ${perSecond}::integer, ${undoes}, ${fingerprint}, ${toJson(leftOut)}::jsonb, count, 'RUNNING', ${new Date(at).toISOString()}::timestamptz
      from counted where count between 1 and ${most}
      on conflict do nothing
      returning id
    ), items as (
      insert into ${bulkItems} (bulk_id, number, packet_id)
      select opened.id, row_number() over (order by packet.created_at, packet.id), packet.id
      from opened, chosen join ${packets} as packet using (id)
    )
    select (select count(*)::integer from opened) as opened, count from counted`)
  const [row] = rows
  return row?.opened === 1 ? { is: 'opened' } : { is: 'not opened', count: row?.count ?? 0 }
}

function jsonOrNull(value: BulkFilter | null): string | null {
  return value && toJson(value)
}

export async function findBulkAction(db: Database, bulkId: string): Promise<StoredBulkAction | null> {
  const [row] = await db.select().from(bulkActions).where(eq(bulkActions.id, bulkId))
  return row ?? null
}

/** @returns the changed action, whose workflow must be told; null if it was in none of the states `from` */
async function change(
  db: Database,
  bulkId: string,
  from: readonly BulkState[],
  to: PgUpdateSetSource<typeof bulkActions>,
): Promise<StoredBulkAction | null> {
  const [row] = await db
    .update(bulkActions)
    .set({ ...oneMoreChange(bulkActions), ...to })
    .where(and(eq(bulkActions.id, bulkId), inArray(bulkActions.state, [...from])))
    .returning()
  return row ?? null
}

export function pauseBulk(db: Database, bulkId: string): Promise<StoredBulkAction | null> {
  return change(db, bulkId, ['RUNNING'], { state: 'PAUSED' })
}

export function resumeBulk(db: Database, bulkId: string): Promise<StoredBulkAction | null> {
  return change(db, bulkId, ['PAUSED'], { state: 'RUNNING' })
}

/** No further packet gets its turn. Cancellations that workflows were already asked for still take effect. */
export async function stopBulk(
  db: Database,
  bulkId: string,
  { reason, at }: { reason: string; at: number },
): Promise<StoredBulkAction | null> {
  const endedAt = new Date(at)
  return db.transaction(async (tx) => {
    const to = { state: 'STOPPED', stopReason: reason, endedAt } as const
    const stopped = await change(tx, bulkId, ['RUNNING', 'PAUSED'], to)
    if (stopped !== null)
      await tx
        .update(bulkItems)
        .set({ result: 'LEFT', at: endedAt })
        .where(and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.result, 'WAITING')))
    return stopped
  })
}

/** Puts failed items back in the queue. Null if none has failed. */
export async function retryBulk(db: Database, bulkId: string): Promise<StoredBulkAction | null> {
  const failed = and(eq(bulkItems.bulkId, bulkId), eq(bulkItems.result, 'FAILED'))
  return db.transaction(async (tx) => {
    const [action] = await tx.select().from(bulkActions).where(eq(bulkActions.id, bulkId)).for('update')
    if (action === undefined) return null
    const again = { result: 'WAITING', code: null, detail: null, at: null } as const
    const { rowCount } = await tx.update(bulkItems).set(again).where(failed)
    if (rowCount === 0) return null
    if (action.state === 'PAUSED') return action
    const running = { state: 'RUNNING', endedAt: null, stopReason: null } as const
    return change(tx, bulkId, ['RUNNING', 'STOPPED', 'COMPLETED'], running)
  })
}

/** Ends a bulk action whose items have all had their turns. Null if some have not, or if it is not running. */
export async function endBulk(db: Database, bulkId: string, at: number): Promise<StoredBulkAction | null> {
  return db.transaction(async (tx) => {
    // The row lock serializes this with `retryBulk`.
    const [action] = await tx.select().from(bulkActions).where(eq(bulkActions.id, bulkId)).for('update')
    const { WAITING = 0 } = await countResults(tx, bulkId)
    if (action === undefined || WAITING > 0) return null
    const over = { endedAt: new Date(at), told: sql`${bulkActions.changes} + 1` }
    return change(tx, bulkId, ['RUNNING'], { state: 'COMPLETED', ...over })
  })
}

export type ResultCounts = Readonly<Partial<Record<BulkResult, number>>>

export async function countResults(db: Database, bulkId: string): Promise<ResultCounts> {
  const rows = await db
    .select({ result: bulkItems.result, count: count() })
    .from(bulkItems)
    .where(eq(bulkItems.bulkId, bulkId))
    .groupBy(bulkItems.result)
  return Object.fromEntries(rows.map((row) => [row.result, row.count]))
}

/**
 * How many items got a result since then.
 *
 * @param since milliseconds since the epoch
 */
export function countResultsSince(db: Database, bulkId: string, since: number): Promise<number> {
  return db.$count(bulkItems, and(eq(bulkItems.bulkId, bulkId), gte(bulkItems.at, new Date(since))))
}

/** The latest bulk action that undid this one; null if none did. */
export async function findUndoing(db: Database, bulkId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: bulkActions.id })
    .from(bulkActions)
    .where(eq(bulkActions.undoes, bulkId))
    .orderBy(desc(bulkActions.createdAt))
    .limit(1)
  return row?.id ?? null
}

/** Newest first. */
export async function listBulkActions(
  db: Database,
  { limit, after }: PageRequest<TimePlace<string>>,
): Promise<Page<StoredBulkAction, TimePlace<string>>> {
  const { createdAt, id } = bulkActions
  const rows = await db
    .select()
    .from(bulkActions)
    .where(isAfter(after, [createdAt, id]))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
  return pageOf(rows, limit, (last) => ({ at: last.createdAt.getTime(), id: last.id }))
}

/**
 * Deletes old bulk actions with their items.
 *
 * @param endedBefore milliseconds since the epoch
 */
export async function deleteOldBulkActions(db: Database, endedBefore: number): Promise<void> {
  await db.delete(bulkActions).where(lt(bulkActions.endedAt, new Date(endedBefore)))
}
