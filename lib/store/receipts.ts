/**
 * Receipts: stored before they are answered, each under its `webhook-id` once, and told to the workflow of their packet
 * afterwards. The first of each verdict on an attempt is told; what repeats it is counted.
 */
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { ReceiptResult } from '@/lib/contract/carrier'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { KeyAge, PacketState } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import type { Ledger } from '@/lib/packet/ledger'
import { saveStates } from './packets'
import { packets, packetWords, receipts } from './schema'
import type { Database } from './store'

/** A genuine receipt; texts are cut and have no token in them. Times are milliseconds since the epoch. */
export interface NewReceipt {
  provider: string
  webhookId: string
  packetId: string
  attempt: number
  delivered: boolean
  reason: string | null
  providerReference: string | null
  digest: string
  excerpt: string
  key: string
  keyAge: KeyAge
  receivedAt: number
  /** As it was announced to the carrier. */
  deadline: number
}

/** A receipt that the workflow of its packet is to hear of. */
export type Untold = Omit<NewReceipt, 'digest' | 'excerpt' | 'key' | 'keyAge' | 'deadline'> & { id: number }

export type Taken =
  /** `tell`: to whom it goes now; null where there is nothing new in it, or it was settled here. */
  { is: ReceiptResult; tell: { owner: string; receipt: Untold } | null } | { is: 'contradiction' }

/** Stores them in one transaction, in the order given; the answers come in the same order. */
export async function storeReceipts(db: Database, arrived: readonly NewReceipt[]): Promise<Taken[]> {
  return db.transaction(async (tx) => {
    const group = new Group(
      await readKnown(tx, arrived),
      await readSaid(tx, arrived),
      await readTargets(tx, arrived),
    )
    const judged = arrived.map((receipt) => ({ receipt, verdict: group.judge(receipt) }))
    const rows = judged.flatMap(({ receipt, verdict }) => rowOf(receipt, verdict) ?? [])
    const stored =
      rows.length === 0 ? [] : await tx.insert(receipts).values(rows).onConflictDoNothing().returning()
    await countDuplicates(tx, group.duplicates)
    await noteReferences(tx, judged)
    const ids = new Map(stored.map((row) => [keyOf(row), row.id]))
    await settle(
      tx,
      judged.flatMap(({ receipt, verdict }) =>
        verdict.is === 'told' && verdict.closed ? [receipt.packetId] : [],
      ),
    )
    return judged.map(({ receipt, verdict }) => answerTo(receipt, verdict, ids.get(keyOf(receipt))))
  })
}

type Verdict =
  | { is: 'told'; late: boolean; owner: string; closed: boolean }
  | { is: 'copy' }
  | { is: 'repeated' }
  | { is: 'kept'; why: KeptReason }

interface Target {
  owner: string
  closed: boolean
  ledger: Ledger
}

/** What a group of receipts is judged by: what was there before, and those of the group that came earlier. */
class Group {
  readonly duplicates = new Map<string, Map<number, number>>()

  constructor(
    private readonly known: Map<string, string>,
    private readonly said: Set<string>,
    private readonly targets: ReadonlyMap<string, Target>,
  ) {}

  judge(receipt: NewReceipt): Verdict {
    const digest = this.known.get(keyOf(receipt))
    if (digest !== undefined && digest !== receipt.digest) return { is: 'kept', why: 'CONTRADICTION' }
    if (digest === undefined) this.known.set(keyOf(receipt), receipt.digest)
    else {
      this.count(receipt)
      return { is: 'copy' }
    }
    const word = wordOf(receipt)
    if (this.said.has(word)) {
      this.count(receipt)
      return { is: 'repeated' }
    }
    const verdict = judgeNew(receipt, this.targets.get(receipt.packetId))
    if (verdict.is === 'told') this.said.add(word)
    return verdict
  }

  private count({ packetId, attempt }: NewReceipt): void {
    if (!this.targets.has(packetId)) return
    const counts = this.duplicates.get(packetId) ?? new Map<number, number>()
    counts.set(attempt, (counts.get(attempt) ?? 0) + 1)
    this.duplicates.set(packetId, counts)
  }
}

function judgeNew(receipt: NewReceipt, target: Target | undefined): Verdict {
  if (target === undefined) return { is: 'kept', why: 'UNKNOWN_PACKET' }
  const { ledger, owner, closed } = target
  const attempt = ledger.attempts.find(({ number }) => number === receipt.attempt)
  // Its state may not be stored yet, as long as its workflow has it.
  if (attempt === undefined) {
    if (closed) return { is: 'kept', why: 'UNKNOWN_ATTEMPT' }
    return { is: 'told', late: receipt.receivedAt > receipt.deadline, owner, closed }
  }
  if (attempt.provider !== receipt.provider) return { is: 'kept', why: 'UNKNOWN_ATTEMPT' }
  if (closed && receipt.receivedAt > (ledger.endedAt ?? 0) + ledger.settlingMs)
    return { is: 'kept', why: 'CLOSED' }
  const deadline = Math.max(attempt.deadline, receipt.deadline)
  const late = receipt.receivedAt > deadline || attempt.outcome === 'TIMED_OUT'
  return { is: 'told', late, owner, closed }
}

function rowOf(receipt: NewReceipt, verdict: Verdict): typeof receipts.$inferInsert | null {
  const { deadline: _, ...facts } = receipt
  const row = { ...facts, receivedAt: new Date(receipt.receivedAt), untold: false }
  switch (verdict.is) {
    case 'copy':
      return null
    case 'repeated':
      return { ...row, result: 'duplicate' }
    case 'kept':
      return { ...row, result: 'kept', keptReason: verdict.why }
    case 'told':
      return { ...row, result: verdict.late ? 'late' : 'recorded', untold: !verdict.closed }
  }
}

/** @param id none where another process has stored a receipt with this `webhook-id` at the same moment */
function answerTo(receipt: NewReceipt, verdict: Verdict, id: number | undefined): Taken {
  switch (verdict.is) {
    case 'copy':
    case 'repeated':
      return { is: 'duplicate', tell: null }
    case 'kept':
      return verdict.why === 'CONTRADICTION' ? { is: 'contradiction' } : { is: 'kept', tell: null }
    case 'told': {
      if (id === undefined) return { is: 'duplicate', tell: null }
      const is = verdict.late ? 'late' : 'recorded'
      return { is, tell: verdict.closed ? null : { owner: verdict.owner, receipt: { ...receipt, id } } }
    }
  }
}

/** That they came in time or late, and neither repeat another one nor were kept apart. */
const areForLedgers = inArray(receipts.result, ['recorded', 'late'])

/** Applies what is stored to the ledgers of packets that their workflows have let go of; a ledger takes each once. */
async function settle(tx: Database, packetIds: readonly string[]): Promise<void> {
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
    .where(and(inArray(receipts.packetId, [...packetIds]), areForLedgers))
    .orderBy(asc(receipts.id))
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
    const targets = await readTargets(tx, untold)
    await settle(
      tx,
      untold.map(({ packetId }) => packetId),
    )
    return untold.flatMap((receipt) => {
      const target = targets.get(receipt.packetId)
      if (target === undefined || target.closed || target.owner === from) return []
      return [{ owner: target.owner, receipt }]
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
  const { rows } = await db.execute<{ id: string }>(sql`
    with told as (
      select receipt.id, receipt.packet_id, packet.closed_at is not null as closed
      from jsonb_to_recordset(${given}::jsonb) as told(id bigint, owner text)
      join ${receipts} as receipt on receipt.id = told.id and receipt.untold
      join ${packets} as packet on packet.id = receipt.packet_id and packet.owner = told.owner
    ), marked as (
      update ${receipts} as receipt set untold = false from told where receipt.id = told.id and not told.closed
    )
    select distinct packet_id as id from told where closed`)
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
export async function findUntoldOf(
  db: Database,
  asked: readonly Pick<Untold, 'packetId' | 'attempt'>[],
): Promise<Untold[]> {
  const pairs = JSON.stringify(asked.map(({ packetId, attempt }) => ({ packet_id: packetId, attempt })))
  const rows = await db
    .select(untoldColumns)
    .from(receipts)
    .where(
      and(
        receipts.untold,
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

export type StoredReceipt = typeof receipts.$inferSelect

/** Every receipt for a packet, in the order they came. */
export async function findReceiptsOf(db: Database, packetId: string, most: number): Promise<StoredReceipt[]> {
  return db
    .select()
    .from(receipts)
    .where(eq(receipts.packetId, packetId))
    .orderBy(asc(receipts.id))
    .limit(most)
}

export interface KeptFilter {
  provider?: string | undefined
  reason?: KeptReason | undefined
  packet?: string | undefined
}

function keptWhere({ provider, reason, packet }: KeptFilter) {
  return and(
    isNotNull(receipts.keptReason),
    provider === undefined ? undefined : eq(receipts.provider, provider),
    reason === undefined ? undefined : eq(receipts.keptReason, reason),
    packet === undefined ? undefined : eq(receipts.packetId, packet),
  )
}

/** Receipts that no packet took, newest first; after the one that the cursor names. */
export async function listKept(
  db: Database,
  filter: KeptFilter,
  { limit, after }: { limit: number; after: { receivedAt: number; id: number } | null },
): Promise<StoredReceipt[]> {
  const beyond =
    after === null
      ? undefined
      : sql`(${receipts.receivedAt}, ${receipts.id}) < (${new Date(after.receivedAt)}, ${after.id})`
  return db
    .select()
    .from(receipts)
    .where(and(keptWhere(filter), beyond))
    .orderBy(desc(receipts.receivedAt), desc(receipts.id))
    .limit(limit)
}

/** Counted to `most` and no further. */
export async function countKept(db: Database, filter: KeptFilter, most: number): Promise<number> {
  const some = db.select({ id: receipts.id }).from(receipts).where(keptWhere(filter)).limit(most).as('some')
  return db.$count(some)
}

async function readKnown(tx: Database, arrived: readonly NewReceipt[]): Promise<Map<string, string>> {
  const asked = JSON.stringify(
    arrived.map(({ provider, webhookId }) => ({ provider, webhook_id: webhookId })),
  )
  const { provider, webhookId, digest } = receipts
  const rows = await tx
    .select({ provider, webhookId, digest })
    .from(receipts)
    .where(
      and(
        sql`(${provider}, ${webhookId}) in (select provider, webhook_id from jsonb_to_recordset(${asked}::jsonb) as asked(provider text, webhook_id text))`,
        sql`${receipts.keptReason} is distinct from 'CONTRADICTION'`,
      ),
    )
  return new Map(rows.map((row) => [keyOf(row), row.digest]))
}

/** What was said of these attempts before, by a receipt that counted. */
async function readSaid(tx: Database, arrived: readonly NewReceipt[]): Promise<Set<string>> {
  const { packetId, attempt, provider, delivered } = receipts
  const rows = await tx
    .select({ packetId, attempt, provider, delivered })
    .from(receipts)
    .where(
      and(
        inArray(
          packetId,
          arrived.map((each) => each.packetId),
        ),
        areForLedgers,
      ),
    )
  return new Set(rows.map(wordOf))
}

async function readTargets(
  tx: Database,
  arrived: readonly Pick<NewReceipt, 'packetId'>[],
): Promise<ReadonlyMap<string, Target>> {
  const { id, owner, closedAt, ledger } = packets
  const rows = await tx
    .select({ id, owner, closedAt, ledger })
    .from(packets)
    .where(inArray(id, [...new Set(arrived.map(({ packetId }) => packetId))]))
  return new Map(
    rows.map((row) => [row.id, { owner: row.owner, closed: row.closedAt !== null, ledger: row.ledger }]),
  )
}

async function countDuplicates(tx: Database, duplicates: Group['duplicates']): Promise<void> {
  for (const [packetId, counts] of [...duplicates].sort(([one], [other]) => (one < other ? -1 : 1))) {
    for (const [attempt, count] of counts) {
      const name = String(attempt)
      await tx
        .update(packets)
        .set({
          duplicates: sql`${packets.duplicates} || jsonb_build_object(${name}::text, coalesce((${packets.duplicates} ->> ${name}::text)::integer, 0) + ${count}::integer)`,
        })
        .where(eq(packets.id, packetId))
    }
  }
}

/** So that the packet is found by the name that its provider gave it. */
async function noteReferences(
  tx: Database,
  judged: { receipt: NewReceipt; verdict: Verdict }[],
): Promise<void> {
  const named = judged.flatMap(({ receipt: { packetId: id, providerReference: reference }, verdict }) =>
    verdict.is === 'told' && reference !== null ? [{ id, reference }] : [],
  )
  if (named.length === 0) return
  await tx.execute(sql`
    update ${packetWords} as known set words = known.words || named.words
    from (
      select id, string_agg(E'\n' || reference, '') as words
      from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as named(id text, reference text) group by id
    ) as named
    where known.packet_id = named.id`)
}

function keyOf({ provider, webhookId }: { provider: string; webhookId: string }): string {
  return JSON.stringify([provider, webhookId])
}

function wordOf(receipt: Pick<NewReceipt, 'packetId' | 'attempt' | 'provider' | 'delivered'>): string {
  return JSON.stringify([receipt.packetId, receipt.attempt, receipt.provider, receipt.delivered])
}
