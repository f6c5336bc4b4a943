/**
 * Receipts are stored before they are answered, each once by its `webhook-id`, and the packet's workflow is told
 * afterwards. It is told the first receipt of each verdict on an attempt; repetitions are only counted.
 */
import { sql } from 'drizzle-orm'
import type { ReceiptResult } from '@/lib/contract/carrier'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { KeyAge } from '@/lib/contract/workflows'
import { areForLedgers, handOvers, packets, packetWords, receipts } from './schema'
import { referenceText } from './search-text'
import { showReceipts, type Target, type Untold } from './settling'
import { type Database, runPlanned, toJson } from './store'

/** A genuine receipt. Texts are shortened and contain no token. Times are milliseconds since the epoch. */
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
  /** The deadline that the carrier was told. */
  deadline: number
}

export type Taken =
  /** `tell`: the workflow that must be told now; null if the receipt says nothing new or was applied here. */
  { is: ReceiptResult; tell: { owner: string; receipt: Untold } | null } | { is: 'contradiction' }

/**
 * Stores the receipts with one statement, then applies them to their packets. The answers are in the order given. A
 * receipt stays untold until its packet's workflow has heard of it or has let go of the packet, so that none is lost in
 * between.
 */
export async function storeReceipts(db: Database, arrived: readonly NewReceipt[]): Promise<Taken[]> {
  const { known, said, targets } = await readKnown(db, arrived)
  const group = new Group(
    new Map(known.map((receipt) => [keyOf(receipt), receipt.digest])),
    new Set(said.map(wordOf)),
    new Map(targets.map((target) => [target.id, target])),
  )
  const judged = arrived.map((receipt) => ({ receipt, verdict: group.judge(receipt) }))
  const rows = judged.flatMap(({ receipt, verdict }) => rowOf(receipt, verdict) ?? [])
  const stored = await insertReceipts(db, rows, group.duplicates)
  const ids = new Map(stored.map((row) => [keyOf(row), row.id]))
  const told = judged.flatMap(({ receipt, verdict }) => (verdict.is === 'told' ? receipt : []))
  await showReceipts(db, targets, told)
  return judged.map(({ receipt, verdict }) => answerTo(receipt, verdict, ids.get(keyOf(receipt))))
}

type Verdict =
  | { is: 'told'; late: boolean; owner: string; closed: boolean }
  | { is: 'copy' }
  | { is: 'repeated' }
  | { is: 'kept'; why: KeptReason }

/** The state by which a group of receipts is judged: what was stored before, and the earlier receipts of the group. */
class Group {
  readonly duplicates = new Map<string, Map<number, number>>()

  constructor(
    private readonly known: Map<string, string>,
    private readonly said: Set<string>,
    private readonly targets: ReadonlyMap<string, KnownPacket>,
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

function judgeNew(receipt: NewReceipt, target: KnownPacket | undefined): Verdict {
  if (target === undefined) return { is: 'kept', why: 'UNKNOWN_PACKET' }
  const { ledger, owner, closed, begun } = target
  const attempt = ledger.attempts.find(({ number }) => number === receipt.attempt)
  // The workflow may have begun the attempt without having stored it yet.
  const isKnown =
    attempt === undefined
      ? ledger.endedAt === null || begun.includes(receipt.attempt)
      : attempt.provider === receipt.provider
  if (!isKnown) return { is: 'kept', why: 'UNKNOWN_ATTEMPT' }
  if (ledger.endedAt !== null && receipt.receivedAt > ledger.endedAt + ledger.settlingMs)
    return { is: 'kept', why: 'CLOSED' }
  const deadline = Math.max(attempt?.deadline ?? 0, receipt.deadline)
  const late = receipt.receivedAt > deadline || attempt?.outcome === 'TIMED_OUT'
  return { is: 'told', late, owner, closed }
}

function rowOf({ deadline: _, ...receipt }: NewReceipt, verdict: Verdict) {
  const row = { ...receipt, receivedAt: new Date(receipt.receivedAt), keptReason: null, untold: false }
  switch (verdict.is) {
    case 'copy':
      return null
    case 'repeated':
      return { ...row, result: 'duplicate' }
    case 'kept':
      return { ...row, result: 'kept', keptReason: verdict.why }
    case 'told': {
      const { providerReference: name } = receipt
      const words = name === null ? null : referenceText(name)
      return { ...row, result: verdict.late ? 'late' : 'recorded', untold: true, words }
    }
  }
}

/** @param id undefined if another process has just stored a receipt with this `webhook-id` */
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
      return { is, tell: verdict.closed ? null : { owner: verdict.owner, receipt: untoldOf(receipt, id) } }
    }
  }
}

/** Without the evidence, which workflow histories do not need. */
function untoldOf(receipt: NewReceipt, id: number): Untold {
  const { provider, webhookId, packetId, attempt, delivered, reason, providerReference, receivedAt } = receipt
  return { id, provider, webhookId, packetId, attempt, delivered, reason, providerReference, receivedAt }
}

interface KnownPacket extends Target {
  /** The attempts that were, or may have been, handed over. */
  begun: number[]
}

interface Known {
  /** Receipts with the same `webhook-id`. */
  known: { provider: string; webhookId: string; digest: string }[]
  /** What earlier receipts said about these attempts, of those that counted. */
  said: Said[]
  targets: KnownPacket[]
}

async function readKnown(db: Database, arrived: readonly NewReceipt[]): Promise<Known> {
  const asked = toJson(
    arrived.map(({ provider, webhookId, packetId }) => ({ provider, webhookId, packetId })),
  )
  const [row] = await runPlanned<Known>(
    db,
    'read what receipts are about',
    sql`
    with asked as (
      select * from jsonb_to_recordset(${asked}::jsonb) as asked(provider text, "webhookId" text, "packetId" text)
    )
    select
      array(
        select jsonb_build_object('provider', provider, 'webhookId', webhook_id, 'digest', digest) from ${receipts}
        where (provider, webhook_id) in (select provider, "webhookId" from asked)
          and kept_reason is distinct from 'CONTRADICTION'
      ) as known,
      array(
        select jsonb_build_object(
          'packetId', packet_id, 'attempt', attempt, 'provider', provider, 'delivered', delivered) from ${receipts}
        where packet_id in (select "packetId" from asked) and ${areForLedgers}
      ) as said,
      array(
        select jsonb_build_object(
          'id', id, 'epoch', epoch, 'version', version, 'owner', owner, 'closed', closed_at is not null,
          'ledger', ledger, 'begun', array(
            select attempt from ${handOvers} where packet_id = packets.id and begun_at is not null))
        from ${packets} where id in (select "packetId" from asked)
      ) as targets`,
  )
  if (row === undefined) throw new Error('What receipts are about was not answered.')
  return row
}

/** Also counts repetitions, and makes the packets searchable by their providers' references. */
function insertReceipts(
  db: Database,
  rows: readonly NonNullable<ReturnType<typeof rowOf>>[],
  duplicates: Group['duplicates'],
): Promise<{ id: number; provider: string; webhookId: string }[]> {
  const counted = [...duplicates].map(([id, counts]) => ({ id, counts: Object.fromEntries(counts) }))
  return runPlanned(
    db,
    'insert receipts',
    sql`
    with arrived as (
      select * from jsonb_to_recordset(${toJson(rows)}::jsonb) as row(
        provider text, "webhookId" text, "packetId" text, attempt integer, delivered boolean, reason text,
        "providerReference" text, digest text, excerpt text, key text, "keyAge" text, "receivedAt" timestamptz,
        result text, "keptReason" text, untold boolean, words text)
    ), stored as (
      insert into ${receipts} (
        provider, webhook_id, packet_id, attempt, delivered, reason, provider_reference, digest, excerpt, key, key_age,
        received_at, result, kept_reason, untold)
      select
        provider, "webhookId", "packetId", attempt, delivered, reason, "providerReference", digest, excerpt, key, "keyAge",
        "receivedAt", result, "keptReason", untold
      from arrived
      on conflict do nothing
      returning id::float8 as id, provider, webhook_id as "webhookId"
    ), named as (
      update ${packetWords} as known set words = known.words || named.words
      from (
        select "packetId", string_agg(words, '') as words from arrived
        where words is not null group by "packetId"
      ) as named
      where known.packet_id = named."packetId"
    ), counted as (
      update ${packets} as packet set duplicates = packet.duplicates || (
        select jsonb_object_agg(key, coalesce((packet.duplicates ->> key)::integer, 0) + value::integer)
        from jsonb_each_text(counted.counts))
      from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as counted(id text, counts jsonb)
      where packet.id = counted.id
    )
    select * from stored`,
  )
}

function keyOf({ provider, webhookId }: { provider: string; webhookId: string }): string {
  return JSON.stringify([provider, webhookId])
}

type Said = Pick<NewReceipt, 'packetId' | 'attempt' | 'provider' | 'delivered'>

function wordOf(receipt: Said): string {
  return JSON.stringify([receipt.packetId, receipt.attempt, receipt.provider, receipt.delivered])
}
