/** Applies receipts to the stored ledgers of their packets, and tracks which workflows must be told of them. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { PacketState, ReceiptSignal, Share } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { type Ledger, receiptsTaken } from '@/lib/packet/ledger'
import { type ReceivedState, saveStates } from './ownership'
import { areForLedgers, packets, receipts } from './schema'
import { type Database, runPlanned } from './store'

/** A receipt that the workflow of its packet must be told of. */
export interface Untold extends ReceiptSignal {
  id: number
}

/** The stored data of a packet that a receipt is for. */
export interface Target extends Share {
  version: number
  owner: string
  closed: boolean
  ledger: Ledger
}

/**
 * Applies newly stored receipts to the states that were read before, so that readers see them at once. States that have
 * changed meanwhile are read again. The packet's workflow is told as well, and decides what follows.
 */
export async function showReceipts(
  db: Database,
  targets: readonly Target[],
  arrived: readonly Omit<Untold, 'id'>[],
): Promise<void> {
  const changed = targets.flatMap((target) => (target.closed ? [] : withReceipts(target, arrived)))
  const saved = changed.length === 0 ? new Set() : await saveStates(db, changed)
  const told = new Set(arrived.map(({ packetId }) => packetId))
  const rest = [...targets.filter(({ id, closed }) => closed && told.has(id)), ...changed]
  await applyStored(
    db,
    rest.map(({ id }) => id).filter((id) => !saved.has(id)),
  )
}

/**
 * Applies the stored receipts to the ledgers of these packets; a ledger takes each once. Receipts of closed packets
 * then count as told.
 */
async function applyStored(db: Database, packetIds: readonly string[]): Promise<void> {
  if (packetIds.length === 0) return
  await db.transaction(async (tx) => {
    const rows = await lock(tx, packetIds)
    const stored = await findForLedgers(
      tx,
      rows.map(({ id }) => id),
    )
    const changed = rows.flatMap((row) => withReceipts(row, stored))
    if (changed.length > 0) await saveStates(tx, changed)
    const closed = new Set(rows.flatMap((row) => (row.closed ? row.id : [])))
    const done = stored.flatMap((receipt) => (closed.has(receipt.packetId) ? receipt.id : []))
    if (done.length > 0) await tx.update(receipts).set({ untold: false }).where(inArray(receipts.id, done))
  })
}

function lock(tx: Database, packetIds: readonly string[]): Promise<Target[]> {
  const { id, epoch, version, owner, ledger, closedAt } = packets
  return tx
    .select({ id, epoch, version, owner, ledger, closed: sql<boolean>`${closedAt} is not null` })
    .from(packets)
    .where(inArray(id, [...packetIds]))
    .orderBy(asc(id))
    .for('update')
}

/** All receipts that count for these packets. */
export async function findForLedgers(db: Database, packetIds: readonly string[]): Promise<Untold[]> {
  const rows = await db
    .select(untoldColumns)
    .from(receipts)
    .where(and(sql`${receipts.packetId} = any(${sql.param(packetIds)}::text[])`, areForLedgers))
    .orderBy(asc(receipts.id))
    .prepare('find receipts for ledgers')
    .execute()
  return rows.map(untoldOf)
}

/** Empty if the receipts change nothing. */
function withReceipts(row: Target, arrived: readonly Omit<Untold, 'id'>[]): ReceivedState[] {
  const ledger = taking(row, arrived)
  return ledger === row.ledger ? [] : [{ ...row, ledger, receiptsBefore: receiptsTaken(row.ledger) }]
}

function taking(
  { id, ledger }: Pick<Target, 'id' | 'ledger'>,
  arrived: readonly Omit<Untold, 'id'>[],
): Ledger {
  return arrived
    .filter(({ packetId }) => packetId === id)
    .reduce((next, { attempt, receivedAt, delivered, reason, providerReference }) => {
      const told = { attempt, receivedAt, delivered, reason, providerReference }
      return apply(next, { type: 'receiptArrived', at: receivedAt, ...told })
    }, ledger)
}

/**
 * Stores the states that workflows report. The last state of a packet is stored together with all its stored receipts:
 * its workflow is told no more of them, and later receipts find the packet closed.
 */
export async function keepStates(db: Database, states: readonly PacketState[]): Promise<void> {
  const closing = states.filter(({ closed }) => closed)
  const others = states.filter(({ closed }) => !closed)
  const saved = await saveStates(db, [...others, ...(await withStored(db, closing))])
  const missed = closing.filter(({ id }) => !saved.has(id))
  if (missed.length === 0) return
  // A receipt came meanwhile, or the packet belongs to another workflow by now.
  await db.transaction(async (tx) => {
    const rows = await lock(
      tx,
      missed.map(({ id }) => id),
    )
    const ledgers = new Map(rows.map(({ id, ledger }) => [id, ledger]))
    const last = (await withStored(tx, missed)).map((state) => {
      const known = ledgers.get(state.id) ?? state.ledger
      // A workflow that was reset may have forgotten a receipt. That must not keep the packet open.
      return receiptsTaken(known) > receiptsTaken(state.ledger) ? { ...state, ledger: known } : state
    })
    await saveStates(tx, last)
  })
}

async function withStored(db: Database, states: readonly PacketState[]): Promise<PacketState[]> {
  if (states.length === 0) return []
  const stored = await findForLedgers(
    db,
    states.map(({ id }) => id),
  )
  return states.map((state) => ({ ...state, ledger: taking(state, stored) }))
}

/**
 * Handles receipts that a workflow could not be told because it has closed or has not begun: applies them here if it
 * has let go of their packets. The remaining ones are told later.
 *
 * @returns the receipts whose packet belongs to another workflow by now
 */
export async function settleReceipts(
  db: Database,
  from: string,
  untold: readonly Untold[],
): Promise<{ owner: string; receipt: Untold }[]> {
  const ids = [...new Set(untold.map(({ packetId }) => packetId))]
  await applyStored(db, ids)
  const { id, owner } = packets
  const open = await db
    .select({ id, owner })
    .from(packets)
    .where(and(inArray(id, ids), isNull(packets.closedAt)))
  const owners = new Map(open.map((row) => [row.id, row.owner]))
  return untold.flatMap((receipt) => {
    const other = owners.get(receipt.packetId)
    return other === undefined || other === from ? [] : [{ owner: other, receipt }]
  })
}

export interface Told {
  id: number
  /** The workflow that was told. */
  owner: string
}

/**
 * Marks receipts as told. Those whose packet belongs to another workflow by now must still be told to it. Those whose
 * packet was closed meanwhile are applied here.
 */
export async function markTold(db: Database, told: readonly Told[]): Promise<void> {
  const given = JSON.stringify(told.map(({ id, owner }) => ({ id, owner })))
  const rows = await runPlanned<{ id: string }>(
    db,
    'mark receipts as told',
    sql`
    with told as (
      select receipt.id, receipt.packet_id, packet.closed_at is not null as closed
      from jsonb_to_recordset(${given}::jsonb) as told(id bigint, owner text)
      join ${receipts} as receipt on receipt.id = told.id and receipt.untold
      join ${packets} as packet on packet.id = receipt.packet_id and packet.owner = told.owner
    ), marked as (
      update ${receipts} as receipt set untold = false from told where receipt.id = told.id and not told.closed
    )
    select distinct packet_id as id from told where closed`,
  )
  await applyStored(
    db,
    rows.map(({ id }) => id),
  )
}

const untoldColumns = {
  id: receipts.id,
  provider: receipts.provider,
  webhookId: receipts.webhookId,
  packetId: receipts.packetId,
  attempt: receipts.attempt,
  delivered: receipts.delivered,
  reason: receipts.reason,
  providerReference: receipts.providerReference,
  receivedAt: receipts.receivedAt,
}

function untoldOf<Row extends { receivedAt: Date }>({ receivedAt, ...row }: Row) {
  return { ...row, receivedAt: receivedAt.getTime() }
}

/** The oldest receipts that have been untold for at least this long. */
export async function findUntold(
  db: Database,
  { olderThanMs, most }: { olderThanMs: number; most: number },
): Promise<{ owner: string; receipt: Untold }[]> {
  const rows = await db
    .select({ ...untoldColumns, owner: packets.owner })
    .from(receipts)
    .innerJoin(packets, eq(packets.id, receipts.packetId))
    .where(and(receipts.untold, sql`${receipts.storedAt} < now() - ${olderThanMs} * interval '1 ms'`))
    .orderBy(asc(receipts.storedAt))
    .limit(most)
  return rows.map(({ owner, ...row }) => ({ owner, receipt: untoldOf(row) }))
}

/** Stored receipts of these attempts that their workflows have not heard of. */
export async function findUntoldOf(
  db: Database,
  asked: readonly Pick<Untold, 'packetId' | 'attempt'>[],
): Promise<Untold[]> {
  const pairs = JSON.stringify(asked.map(({ packetId, attempt }) => ({ packet_id: packetId, attempt })))
  const isAsked = sql`(${receipts.packetId}, ${receipts.attempt}) in (
    select packet_id, attempt from jsonb_to_recordset(${pairs}::jsonb) as asked(packet_id text, attempt integer))`
  const rows = await db
    .select(untoldColumns)
    .from(receipts)
    .where(and(receipts.untold, isAsked))
    .orderBy(asc(receipts.id))
  return rows.map(untoldOf)
}

/** Whether an attempt still waits for its receipt, as far as the store knows. */
export async function isAwaited(db: Database, packetId: string, attempt: number): Promise<boolean> {
  const [row] = await db
    .select({ endedAt: packets.endedAt, ledger: packets.ledger })
    .from(packets)
    .where(eq(packets.id, packetId))
  if (row === undefined || row.endedAt !== null) return false
  const outcome = row.ledger.attempts.find(({ number }) => number === attempt)?.outcome
  if (outcome !== undefined && outcome !== 'PENDING') return false
  const said = await db
    .select({ id: receipts.id })
    .from(receipts)
    .where(and(eq(receipts.packetId, packetId), eq(receipts.attempt, attempt), areForLedgers))
    .limit(1)
  return said.length === 0
}
