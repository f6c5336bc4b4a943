/** Receipts and the ledgers of their packets: told to the workflow that has a packet, applied here once it has let go. */
import { and, asc, eq, inArray, isNotNull, isNull, type SQLWrapper, sql } from 'drizzle-orm'
import type { PacketState, ReceiptSignal } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import type { Ledger } from '@/lib/packet/ledger'
import { saveStates } from './ownership'
import { areForLedgers, packets, receipts } from './schema'
import { type Database, runPlanned } from './store'

/** A receipt that the workflow of its packet is to hear of. */
export interface Untold extends ReceiptSignal {
  id: number
}

/** What the store knows of a packet that a receipt is for. */
export interface Target {
  owner: string
  closed: boolean
  ledger: Ledger
}

/** Applies what is stored to the ledgers of packets that their workflows have let go of; a ledger takes each once. */
export async function settle(tx: Database, packetIds: readonly string[]): Promise<void> {
  if (packetIds.length === 0) return
  const { id, epoch, version, ledger } = packets
  const closed = await tx
    .select({ id, epoch, version, ledger })
    .from(packets)
    .where(and(inArray(id, [...packetIds]), isNotNull(packets.closedAt)))
    .orderBy(asc(id))
    .for('update')
  if (closed.length === 0) return
  const ids = closed.map((row) => row.id)
  const stored = await findForLedgers(tx, ids)
  const changed = closed.flatMap((row) => {
    const settled = withReceipts(row, stored)
    return settled === row.ledger ? [] : [{ ...row, version: row.version + 1, ledger: settled, closed: true }]
  })
  if (changed.length > 0) await saveStates(tx, changed)
  await tx
    .update(receipts)
    .set({ untold: false })
    .where(and(receipts.untold, inArray(receipts.packetId, ids)))
}

async function findForLedgers(db: Database, packetIds: readonly string[]): Promise<Untold[]> {
  const rows = await db
    .select(untoldColumns)
    .from(receipts)
    .where(and(sql`${receipts.packetId} = any(${sql.param(packetIds)}::text[])`, areForLedgers))
    .orderBy(asc(receipts.id))
    .prepare('find receipts for ledgers')
    .execute()
  return rows.map(untoldOf)
}

function withReceipts({ id, ledger }: { id: string; ledger: Ledger }, stored: readonly Untold[]): Ledger {
  return stored
    .filter(({ packetId }) => packetId === id)
    .reduce((next, { attempt, receivedAt, delivered, reason, providerReference }) => {
      const told = { attempt, receivedAt, delivered, reason, providerReference }
      return apply(next, { type: 'receiptArrived', at: receivedAt, ...told })
    }, ledger)
}

/**
 * For states that have just been stored as the last ones of their workflows: a receipt may have been stored while its
 * workflow let go of the packet, too late to be told it. One that is stored after this finds the packet closed, at the
 * latest when it is marked as told.
 */
export async function settleMissed(db: Database, closed: readonly PacketState[]): Promise<void> {
  if (closed.length === 0) return
  const stored = await findForLedgers(
    db,
    closed.map(({ id }) => id),
  )
  const missed = closed.filter((state) => withReceipts(state, stored) !== state.ledger).map(({ id }) => id)
  if (missed.length > 0) await db.transaction((tx) => settle(tx, missed))
}

/**
 * For receipts that a workflow could not be told because it has closed, or has not begun: applied here where it has let
 * go of their packets. What stays untold is told later.
 *
 * @returns those whose packet is another workflow's by now
 */
export async function settleReceipts(
  db: Database,
  from: string,
  untold: readonly Untold[],
): Promise<{ owner: string; receipt: Untold }[]> {
  return db.transaction(async (tx) => {
    const ids = [...new Set(untold.map(({ packetId }) => packetId))]
    const { id, owner } = packets
    const open = await tx
      .select({ id, owner })
      .from(packets)
      .where(and(inArray(id, ids), isNull(packets.closedAt)))
    await settle(tx, ids)
    const owners = new Map(open.map((row) => [row.id, row.owner]))
    return untold.flatMap((receipt) => {
      const other = owners.get(receipt.packetId)
      return other === undefined || other === from ? [] : [{ owner: other, receipt }]
    })
  })
}

export interface Told {
  id: number
  /** The workflow that was told. */
  owner: string
}

/**
 * Their workflows have them. What is another workflow's by now still has to be told that one, and what its workflow has
 * let go of in between is applied here.
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
  if (rows.length === 0) return
  await db.transaction((tx) =>
    settle(
      tx,
      rows.map(({ id }) => id),
    ),
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

/** The oldest that nobody has told their packets' workflows for this long. */
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

/** What the store has on these attempts and their workflows have not heard. */
export function findUntoldOf(db: Database, asked: readonly AttemptOf[]): Promise<Untold[]> {
  return findOf(db, asked, receipts.untold)
}

/** What the store has for the ledgers of these attempts. */
export async function findReceiptsOf(db: Database, asked: readonly AttemptOf[]): Promise<Untold[]> {
  return asked.length === 0 ? [] : findOf(db, asked, areForLedgers)
}

type AttemptOf = Pick<Untold, 'packetId' | 'attempt'>

async function findOf(db: Database, asked: readonly AttemptOf[], which: SQLWrapper): Promise<Untold[]> {
  const pairs = JSON.stringify(asked.map(({ packetId, attempt }) => ({ packet_id: packetId, attempt })))
  const rows = await db
    .select(untoldColumns)
    .from(receipts)
    .where(
      and(
        which.getSQL(),
        sql`(${receipts.packetId}, ${receipts.attempt}) in (select packet_id, attempt from jsonb_to_recordset(${pairs}::jsonb) as asked(packet_id text, attempt integer))`,
      ),
    )
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
