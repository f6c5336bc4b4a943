/**
 * Receipts: stored before they are answered, each under its `webhook-id` once, and told to the workflow of their packet
 * afterwards. The first of each verdict on an attempt is told; what repeats it is counted.
 */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ReceiptResult } from '@/lib/contract/carrier'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { KeyAge } from '@/lib/contract/workflows'
import { areForLedgers, packets, packetWords, receipts } from './schema'
import { readTargets, settle, type Target, type Untold } from './settling'
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
      return { is, tell: verdict.closed ? null : { owner: verdict.owner, receipt: untoldOf(receipt, id) } }
    }
  }
}

/** Without the evidence, which no history needs. */
function untoldOf(receipt: NewReceipt, id: number): Untold {
  const { provider, webhookId, packetId, attempt, delivered, reason, providerReference, receivedAt } = receipt
  return { id, provider, webhookId, packetId, attempt, delivered, reason, providerReference, receivedAt }
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
