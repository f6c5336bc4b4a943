/** The items of bulk actions: processes each once and keeps its result. */
import { and, asc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { BulkItemCode, BulkKind, BulkResult } from '@/lib/contract/bulk-terms'
import { deliveryRiskOf, riskInWords } from '@/lib/packet/delivery-risk'
import { hasBegun, hasEnded, type Packet, type PacketStatus } from '@/lib/packet/packet'
import { groupByPrecedence, precedenceOf } from '@/lib/packet/precedence'
import type { Turn } from './beginning'
import { newPacketId, type StoredBulkAction } from './bulk-actions'
import { noteCancels, type Unstarted, type UntoldCancel } from './ownership'
import {
  findPackets,
  findRepeatables,
  insertPackets,
  ledgerOf,
  type NewPacket,
  type Repeatable,
} from './packets'
import { type Page, type PageRequest, pageOf } from './page'
import { bulkActions, bulkItems, packets } from './schema'
import { type Database, toJson } from './store'

export interface Item {
  number: number
  packetId: string
}

/** The result of an item. */
interface Outcome {
  number: number
  result: Exclude<BulkResult, 'WAITING'>
  code?: BulkItemCode
  detail?: string
}

/** What remains to be done outside the store after the commit. If the worker dies first, the sweeper does it. */
export interface Acted {
  count: number
  /** Cancellations that workflows must be told of. */
  cancels: UntoldCancel[]
  /** Packets that are to be delivered now. */
  begun: Unstarted[]
}

/** The parameters of a turn. */
export interface BulkTurn extends Pick<Turn, 'newOwner' | 'quietUntil'> {
  /** Milliseconds since the epoch. */
  at: number
}

type Act = (
  tx: Database,
  bulk: StoredBulkAction,
  items: readonly Item[],
  turn: BulkTurn,
) => Promise<{ outcomes: Outcome[] } & Partial<Omit<Acted, 'count'>>>

/** Each function acts on packets in the same transaction that stores their results. */
const acts: Record<BulkKind, Act> = { cancel, 'send-again': sendAgain }

/**
 * The most bytes that are copied in one transaction, unless a single packet is larger. As much as one request may
 * bring.
 */
const mostBytesAtOnce = 1024 * 1024

/** The next items to process; at least one if any is left. */
export async function nextItems(
  db: Database,
  bulk: Pick<StoredBulkAction, 'id' | 'action'>,
  most: number,
): Promise<Item[]> {
  const rows = await db
    .select({ number: bulkItems.number, packetId: bulkItems.packetId, bytes: packets.contentBytes })
    .from(bulkItems)
    .leftJoin(packets, eq(packets.id, bulkItems.packetId))
    .where(and(eq(bulkItems.bulkId, bulk.id), eq(bulkItems.result, 'WAITING')))
    .orderBy(asc(bulkItems.number))
    .limit(most)
  let sum = 0
  return rows
    .filter(({ bytes }, at) => {
      sum += bulk.action === 'send-again' ? (bytes ?? 0) : 0
      return at === 0 || sum <= mostBytesAtOnce
    })
    .map(({ number, packetId }) => ({ number, packetId }))
}

/**
 * Performs the bulk action on these packets and stores their results in the same transaction. Each item is processed
 * once, even after crashes and with concurrent workers. Does nothing if the action is not running.
 */
export async function actOn(
  db: Database,
  bulk: StoredBulkAction,
  items: readonly Item[],
  turn: BulkTurn,
): Promise<Acted> {
  return db.transaction(async (tx) => {
    const due = await lockWaiting(tx, bulk.id, items)
    if (due.length === 0) return { count: 0, cancels: [], begun: [] }
    const { outcomes, cancels = [], begun = [] } = await acts[bulk.action](tx, bulk, due, turn)
    await keepOutcomes(
      tx,
      outcomes.map((outcome) => ({ ...outcome, bulkId: bulk.id })),
      turn.at,
    )
    return { count: due.length, cancels, begun }
  })
}

/**
 * Locks the items that are still waiting. The shared lock makes pausing and stopping wait for this transaction; after
 * them nothing is selected.
 */
function lockWaiting(tx: Database, bulkId: string, items: readonly Item[]): Promise<Item[]> {
  const runs = sql`exists (
    select 1 from ${bulkActions} as bulk where bulk.id = ${bulkId} and bulk.state = 'RUNNING' for share)`
  return tx
    .select({ number: bulkItems.number, packetId: bulkItems.packetId })
    .from(bulkItems)
    .where(
      and(
        eq(bulkItems.bulkId, bulkId),
        inArray(
          bulkItems.number,
          items.map(({ number }) => number),
        ),
        eq(bulkItems.result, 'WAITING'),
        runs,
      ),
    )
    .orderBy(asc(bulkItems.number))
    .for('update', { skipLocked: true })
}

/** Keeps the failure of an item that could not be processed because of an internal error. It can be tried again. */
export async function keepFailure(db: Database, bulkId: string, { number }: Item, at: number): Promise<void> {
  const detail = 'Internal error. See the log of the workers.'
  await keepOutcomes(db, [{ bulkId, number, result: 'FAILED', code: 'INTERNAL', detail }], at)
}

async function keepOutcomes(
  db: Database,
  outcomes: readonly (Outcome & { bulkId: string })[],
  at: number,
): Promise<void> {
  if (outcomes.length === 0) return
  await db.execute(sql`
    update ${bulkItems} as item
    set result = outcome.result, code = outcome.code, detail = outcome.detail,
      at = ${new Date(at).toISOString()}::timestamptz
    from jsonb_to_recordset(${toJson(outcomes)}::jsonb) as outcome("bulkId" text, number integer, result text, code text, detail text)
    where item.bulk_id = outcome."bulkId" and item.number = outcome.number and item.result in ('WAITING', 'ASKED')`)
}

async function cancel(
  tx: Database,
  { reason, who }: StoredBulkAction,
  items: readonly Item[],
  { at }: BulkTurn,
): Promise<{ outcomes: Outcome[]; cancels: UntoldCancel[] }> {
  const ids = items.map(({ packetId }) => packetId)
  const noted = await noteCancels(tx, ids, { at, by: { reason, who } })
  const byId = await packetsOf(
    tx,
    items.filter(({ packetId }) => !noted.has(packetId)),
  )
  const outcomes = items.map(({ number, packetId }): Outcome => {
    const what = noted.get(packetId)
    if (what === undefined) return { number, ...refusalOf(byId.get(packetId)) }
    return { number, result: what === 'done' ? 'DONE' : 'ASKED' }
  })
  return { outcomes, cancels: [...noted.values()].filter((what) => what !== 'done') }
}

/** Why a packet could not be canceled. */
function refusalOf(packet: Packet | undefined): Omit<Outcome, 'number'> {
  if (packet === undefined) return gone
  const detail = `It has ended as ${packet.status}: ${packet.reason}`
  return { result: 'REFUSED', code: 'PACKET_ENDED', detail }
}

/** Sends packets again as new ones, which begin together. Their times are not copied, because they are past. */
async function sendAgain(
  tx: Database,
  bulk: StoredBulkAction,
  items: readonly Item[],
  { at, newOwner, quietUntil }: BulkTurn,
): Promise<{ outcomes: Outcome[]; begun: Unstarted[] }> {
  const ids = items.map(({ packetId }) => packetId)
  // Another bulk action that sends one of them again waits for this lock, and then sees that it was sent again.
  await tx
    .select({ id: packets.id })
    .from(packets)
    .where(inArray(packets.id, ids))
    .orderBy(asc(packets.id))
    .for('update')
  const found = await findRepeatables(tx, ids)
  const byId = new Map(found.map((first) => [first.packet.id, first]))
  const outcomes: Outcome[] = []
  const added: (NewPacket & { number: number })[] = []
  for (const { number, packetId } of items) {
    const first = byId.get(packetId)
    const refusal = againRefused(first, bulk.evenIfDelivered)
    if (first === undefined || refusal !== null) {
      outcomes.push({ number, ...(refusal ?? gone) })
      continue
    }
    const { id, source, destination, maxAttempts, ...packet } = first.packet
    added.push({
      number,
      id: newPacketId(bulk.id, number),
      source,
      destination,
      contents: first.contents ?? new Uint8Array(),
      contentType: first.contentType,
      maxAttempts,
      receiptTimeoutMs: first.receiptTimeoutMs,
      expiresAt: null,
      deliverAt: null,
      quietUntil: quietUntil(destination, at),
      batch: null,
      repeats: id,
      notifyUrl: first.notifyUrl,
      ...precedenceOf(packet),
      keyHash: null,
      fingerprint: null,
      createdAt: at,
      owner: '',
    })
  }
  const groups = groupByPrecedence(added).map((group) => ({ ...group, owner: newOwner(group) }))
  const owners = new Map(groups.flatMap(({ owner, packets }) => packets.map(({ id }) => [id, owner])))
  const stored = await insertPackets(
    tx,
    added.map((packet) => ({ ...packet, owner: owners.get(packet.id) ?? packet.owner })),
  )
  outcomes.push(
    ...added.map(({ id, number }): Outcome => {
      if (stored.has(id)) return { number, result: 'DONE' }
      return { number, result: 'REFUSED', code: 'PACKET_EXISTS', detail: `The id "${id}" is taken.` }
    }),
  )
  const begun = groups.map(({ owner, priority, fairnessKey, packets }) => ({
    owner,
    priority,
    fairnessKey,
    shares: packets
      .filter((packet) => stored.has(packet.id) && hasBegun(ledgerOf(packet).status))
      .map(({ id }) => ({ id, epoch: 1 })),
  }))
  return { outcomes, begun: begun.filter(({ shares }) => shares.length > 0) }
}

const gone = { result: 'REFUSED', code: 'PACKET_NOT_FOUND', detail: 'It was deleted.' } as const

/** Why the packet cannot be sent again; null if it can. */
function againRefused(
  first: Repeatable | undefined,
  evenIfDelivered: boolean,
): Omit<Outcome, 'number'> | null {
  if (first === undefined) return gone
  const { packet, contents } = first
  const refused = (code: BulkItemCode, detail: string) => ({ result: 'REFUSED', code, detail }) as const
  const [again] = packet.repeatedBy
  if (!hasEnded(packet.status)) return refused('PACKET_IN_FLIGHT', 'It has not ended.')
  if (again !== undefined) return refused('REPEATED', `It was sent again as ${again}.`)
  if (contents === null) return refused('CONTENTS_ERASED', 'Its contents are gone.')
  const risk = evenIfDelivered ? null : deliveryRiskOf(packet)
  return risk && refused('MAY_BE_DELIVERED', riskInWords(risk))
}

/** Stores the results of packets that workflows were asked to cancel and that have ended. @returns how many */
export async function settleAsked(db: Database, { most, at }: { most: number; at: number }): Promise<number> {
  const rows = await db
    .select({ bulkId: bulkItems.bulkId, number: bulkItems.number, packetId: bulkItems.packetId })
    .from(bulkItems)
    .leftJoin(packets, eq(packets.id, bulkItems.packetId))
    .where(and(eq(bulkItems.result, 'ASKED'), or(isNotNull(packets.endedAt), isNull(packets.id))))
    .limit(most)
  const byId = await packetsOf(db, rows)
  const outcomes = rows.map(({ bulkId, number, packetId }) => {
    const packet = byId.get(packetId)
    const done = { result: 'DONE' } as const
    return { bulkId, number, ...(packet?.status === 'CANCELED' ? done : refusalOf(packet)) }
  })
  await keepOutcomes(db, outcomes, at)
  return rows.length
}

/** The packets of these items, without deleted ones. */
async function packetsOf(db: Database, items: readonly Item[]): Promise<Map<string, Packet>> {
  const found = await findPackets(
    db,
    items.map(({ packetId }) => packetId),
  )
  return new Map(found.map((packet) => [packet.id, packet]))
}

/** An item with the present state of its packet; `packet` is null once it is deleted. */
export interface ListedItem extends Item {
  result: BulkResult
  code: BulkItemCode | null
  detail: string | null
  at: Date | null
  packet: { source: string; destination: string; status: PacketStatus } | null
}

/** In the order of their numbers. */
export async function listItems(
  db: Database,
  bulkId: string,
  { result, limit, after }: { result?: BulkResult | undefined } & PageRequest<{ number: number }>,
): Promise<Page<ListedItem, { number: number }>> {
  const { number, packetId, code, detail, at } = bulkItems
  const { source, destination, status } = packets
  const rows = await db
    .select({
      number,
      packetId,
      result: bulkItems.result,
      code,
      detail,
      at,
      packet: { source, destination, status },
    })
    .from(bulkItems)
    .leftJoin(packets, eq(packets.id, packetId))
    .where(
      and(
        eq(bulkItems.bulkId, bulkId),
        gt(number, after?.number ?? 0),
        result === undefined ? undefined : eq(bulkItems.result, result),
      ),
    )
    .orderBy(asc(number))
    .limit(limit + 1)
  return pageOf(rows, limit, (last) => ({ number: last.number }))
}
