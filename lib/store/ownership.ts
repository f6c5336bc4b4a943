/** Ownership of packets: one workflow at a time may deliver a packet, and only it writes the packet's state. */
import { and, asc, eq, inArray, isNotNull, isNull, lt, notInArray, type SQL, sql } from 'drizzle-orm'
import { eventsOf } from '@/lib/contract/notification'
import type { Claimed, PacketState, Share } from '@/lib/contract/workflows'
import type { Operator } from '@/lib/packet/action'
import { apply } from '@/lib/packet/apply'
import { flagsOf } from '@/lib/packet/flags'
import { type Ledger, receiptsTaken, settlingUntil } from '@/lib/packet/ledger'
import { fairnessKeyOf, type Ranked } from '@/lib/packet/precedence'
import { currentProvider } from '@/lib/packet/view'
import { countedAttempts } from '@/lib/scoreboard/counted'
import { bucketOf } from '@/lib/scoreboard/sums'
import { notificationsOf } from './notifications'
import { batchOf } from './packets'
import { areForLedgers, attempts, packets, receipts } from './schema'
import { type Database, runPlanned, toJson } from './store'

const claimable = {
  id: packets.id,
  epoch: packets.epoch,
  source: packets.source,
  destination: packets.destination,
  receiptTimeoutMs: packets.receiptTimeoutMs,
  createdAt: packets.createdAt,
  batchId: packets.batchId,
  batchLine: packets.batchLine,
  orderingKey: packets.orderingKey,
  holdOnFailure: packets.holdOnFailure,
  priority: packets.priority,
  fairnessKey: packets.fairnessKey,
  version: packets.version,
  ledger: packets.ledger,
  cancelBy: packets.cancelBy,
}

/**
 * Claims the packets that were given to this workflow. Packets that belong to another workflow, do not exist or have
 * not begun are missing in the answer. A repeated claim gets the same packets with their present states. The answer
 * includes a requested cancellation, so that the workflow need not be told of it.
 */
export async function claimPackets(
  db: Database,
  { owner, runId, shares }: { owner: string; runId: string; shares: readonly Share[] },
): Promise<Claimed[]> {
  const rows = await db
    .update(packets)
    .set({ claimedAt: sql`coalesce(${packets.claimedAt}, now())`, runId, cancelUntold: false })
    .from(given(shares))
    .where(and(stillOwned(owner), haveBegun))
    .returning(claimable)
    .prepare('claim packets')
    .execute()
  return rows.map(({ createdAt, batchId, batchLine, ...row }) => ({
    ...row,
    createdAt: createdAt.getTime(),
    batch: batchOf({ batchId, batchLine }),
  }))
}

/** A packet is not delivered before its turn and its time. */
const haveBegun = notInArray(packets.status, ['SCHEDULED', 'QUEUED'])

function given(shares: readonly Share[]): SQL {
  const rows = JSON.stringify(shares.map(({ id, epoch }) => ({ id, epoch })))
  return sql`jsonb_to_recordset(${rows}::jsonb) as share(id text, epoch integer)`
}

/** A condition on the given shares: this workflow owns the packet and has not let go of it. */
function stillOwned(owner: string): SQL | undefined {
  return and(
    sql`${packets.id} = share.id and ${packets.epoch} = share.epoch`,
    eq(packets.owner, owner),
    isNull(packets.closedAt),
  )
}

/** A state made by applying receipts to the stored state. */
export interface ReceivedState extends PacketState {
  /** How many receipts the stored state had taken. It is overwritten only if this number is unchanged. */
  receiptsBefore: number
}

/**
 * Writes states that are newer than the stored ones and come from the owner, with their attempts and notifications, in
 * one statement. A state that lacks receipts of the stored one counts as older, because its workflow has not heard of
 * them yet.
 *
 * @returns the ids that were written
 */
export async function saveStates(
  db: Database,
  states: readonly (PacketState | ReceivedState)[],
): Promise<Set<string>> {
  const rows = toJson(states.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(stateRow))
  const saved = await runPlanned<{ id: string }>(
    db,
    'save states',
    sql`
    with state as (
      select * from jsonb_to_recordset(${rows}::jsonb) as row(
        id text, epoch integer, version bigint, receipts_taken integer, receipts_before integer, ledger jsonb,
        status text, updated_at timestamptz, ended_at timestamptz, closed boolean, settling_until timestamptz,
        current_provider text, providers text[], flags text[], events text[], attempts jsonb)
    ), saved as (
      update ${packets} as packet set
        version = state.version, receipts_taken = state.receipts_taken, ledger = state.ledger, status = state.status,
        updated_at = state.updated_at, ended_at = state.ended_at, settling_until = state.settling_until,
        closed_at = case when state.closed then coalesce(packet.closed_at, state.updated_at) end,
        current_provider = state.current_provider, providers = state.providers, flags = state.flags
      from state
      where packet.id = state.id and packet.epoch = state.epoch and case when state.receipts_before is null
        then packet.version < state.version and packet.receipts_taken <= state.receipts_taken
        else packet.version = state.version and packet.receipts_taken = state.receipts_before end
        -- Another packet with the same ordering key may have begun.
        and (packet.ordering_key is null or packet.ended_at is null or state.ended_at is not null)
      returning packet.id, packet.ended_at, state.attempts, state.events, packet.source, packet.destination,
        packet.ordering_key, packet.hold_on_failure, packet.priority, packet.fairness_key,
        packet.created_at, packet.updated_at, packet.owner, packet.run_id, packet.notify_url, packet.duplicates,
        -- Returned only where notifications need it, because a CTE's rows are materialized.
        case when state.events <> '{}' then packet.ledger end as ledger
    ), counted as (
      insert into ${attempts} (
        packet_id, number, provider, kind, late, doubled, receipt_delivered, receipt_ms, receipt_bucket,
        followed, ended_at)
      select saved.id, attempt.*, saved.ended_at from saved, jsonb_to_recordset(saved.attempts) as attempt(
        number integer, provider text, kind text, late boolean, doubled boolean, receipt_delivered boolean,
        receipt_ms bigint, receipt_bucket integer, followed boolean)
      on conflict (packet_id, number) do update set
        kind = excluded.kind, late = excluded.late, doubled = excluded.doubled,
        receipt_delivered = excluded.receipt_delivered, receipt_ms = excluded.receipt_ms,
        receipt_bucket = excluded.receipt_bucket, followed = excluded.followed, ended_at = excluded.ended_at
      where ${attempts} is distinct from excluded
    ), ${notificationsOf}
    select id from saved`,
  )
  return new Set(saved.map(({ id }) => id))
}

function stateRow({ ledger, ...state }: PacketState | ReceivedState) {
  const { id, epoch, version, closed } = state
  return {
    id,
    epoch,
    version,
    receipts_taken: receiptsTaken(ledger),
    receipts_before: 'receiptsBefore' in state ? state.receiptsBefore : null,
    ledger,
    closed,
    status: ledger.status,
    updated_at: new Date(ledger.updatedAt),
    ended_at: dateOrNull(ledger.endedAt),
    settling_until: dateOrNull(settlingUntil(ledger)),
    current_provider: currentProvider(ledger),
    providers: ledger.attempts.map(({ provider }) => provider),
    flags: flagsOf(ledger),
    events: eventsOf(ledger),
    attempts: ledger.endedAt === null ? [] : attemptRows(ledger),
  }
}

/** All attempts. Those that say nothing about their provider have no kind. */
export function attemptRows(ledger: Ledger) {
  const counted = new Map(countedAttempts(ledger).map((attempt) => [attempt.number, attempt]))
  return ledger.attempts.map(({ number, provider }) => {
    const { kind = null, late = false, doubled = false, receipt = null } = counted.get(number) ?? {}
    return {
      number,
      provider,
      kind,
      late,
      doubled,
      receipt_delivered: receipt?.delivered ?? null,
      receipt_ms: receipt?.ms ?? null,
      receipt_bucket: receipt && bucketOf(receipt.ms),
      followed: number < ledger.attempts.length,
    }
  })
}

/** A cancellation that the packet's workflow must be told of. */
export interface UntoldCancel {
  id: string
  owner: string
  by: Operator
}

/** What a workflow must be told; `done` if the packet was canceled here; null if it had ended or does not exist. */
export type CancelNoted = UntoldCancel | 'done' | null

/** @param at milliseconds since the epoch */
export async function noteCancel(
  db: Database,
  id: string,
  cancel: { at: number; by: Operator },
): Promise<CancelNoted> {
  const noted = await db.transaction((tx) => noteCancels(tx, [id], cancel))
  return noted.get(id) ?? null
}

/**
 * Cancels packets that no workflow has claimed, so that none can claim them afterwards. For claimed ones the request is
 * stored for their present or next workflow; the first operator's request is kept. Needs a transaction.
 *
 * @param at milliseconds since the epoch
 * @returns the result for each packet, without those that had ended or do not exist
 */
export async function noteCancels(
  tx: Database,
  ids: readonly string[],
  { at, by }: { at: number; by: Operator },
): Promise<Map<string, 'done' | UntoldCancel>> {
  const { id, epoch, version, ledger, owner, claimedAt, cancelBy } = packets
  const rows = await tx
    .select({ id, epoch, version, ledger, owner, claimedAt, cancelBy })
    .from(packets)
    .where(and(inArray(id, [...ids]), isNull(packets.endedAt)))
    // Rows are locked in one order, so that concurrent calls with common packets do not deadlock.
    .orderBy(asc(id))
    .for('update')
  const why = { code: 'CANCELED_BY_OPERATOR', words: by.reason, who: by.who } as const
  const unclaimed = rows.filter((row) => row.claimedAt === null)
  const canceled = unclaimed.map((row) => ({
    ...row,
    version: row.version + 1,
    ledger: apply(row.ledger, { type: 'canceled', at, why }),
    closed: true,
  }))
  if (canceled.length > 0) await saveStates(tx, canceled)
  const untold = rows
    .filter((row) => row.claimedAt !== null)
    .map((row) => ({ id: row.id, owner: row.owner, by: row.cancelBy ?? by }))
  if (untold.length > 0)
    await tx
      .update(packets)
      .set({
        cancelAskedAt: sql`coalesce(${packets.cancelAskedAt}, ${new Date(at).toISOString()})`,
        cancelBy: sql`coalesce(${packets.cancelBy}, ${toJson(by)}::jsonb)`,
        cancelUntold: true,
      })
      .where(
        inArray(
          id,
          untold.map((each) => each.id),
        ),
      )
  return new Map<string, 'done' | UntoldCancel>([
    ...canceled.map((row) => [row.id, 'done'] as const),
    ...untold.map((each) => [each.id, each] as const),
  ])
}

/** Cancellations of claimed packets that their workflows were not told of, or not for certain. */
export async function findUntoldCancels(db: Database, most: number): Promise<UntoldCancel[]> {
  const { id, owner, cancelBy } = packets
  const rows = await db
    .select({ id, owner, by: cancelBy })
    .from(packets)
    .where(and(packets.cancelUntold, isNull(packets.closedAt), isNotNull(packets.claimedAt)))
    .orderBy(asc(packets.cancelAskedAt))
    .limit(most)
  return rows.flatMap(({ by, ...row }) => (by === null ? [] : { ...row, by }))
}

/**
 * The workflow was told. If the packet belongs to another workflow by now, that one gets the cancellation with its
 * claim.
 */
export async function markCancelTold(db: Database, { id, owner }: UntoldCancel): Promise<void> {
  await db
    .update(packets)
    .set({ cancelUntold: false })
    .where(and(eq(packets.id, id), eq(packets.owner, owner)))
}

/** Stored packets that, as far as is known, have no running workflow yet. */
export interface Unstarted {
  owner: string
  shares: Share[]
  /** The highest priority among the packets (the lowest number). */
  priority: number
  /** Null where several senders share the workflow. */
  fairnessKey: string | null
}

/**
 * Takes workflows whose packets have waited longest for a claim, at least for this long. Their packets then count as
 * just offered, so that concurrent callers get different ones.
 */
export async function takeUnclaimed(
  db: Database,
  { olderThanMs, most }: { olderThanMs: number; most: number },
): Promise<Unstarted[]> {
  const due = db
    .select({ id: packets.id })
    .from(packets)
    .where(
      and(
        isNull(packets.claimedAt),
        isNull(packets.closedAt),
        haveBegun,
        lt(packets.offeredAt, sql`now() - ${olderThanMs} * interval '1 ms'`),
      ),
    )
    .orderBy(asc(packets.offeredAt))
    .limit(most)
    .for('update', { skipLocked: true })
  const taken = await db
    .update(packets)
    .set({ offeredAt: sql`now()` })
    .where(inArray(packets.id, due))
    .returning({ owner: packets.owner })
  // Include all packets of each workflow, because a workflow never gets those that it was started without.
  return findOwned(db, [...new Set(taken.map(({ owner }) => owner))])
}

/** For this time, the packets of this owner do not count as unclaimed. */
export async function leaveToOwner(db: Database, owner: string, ms: number): Promise<void> {
  await db
    .update(packets)
    .set({ offeredAt: sql`now() + ${ms} * interval '1 ms'` })
    .where(and(eq(packets.owner, owner), isNull(packets.claimedAt), isNull(packets.closedAt)))
}

/** The packets that this workflow was given and has not claimed. */
export function findUnclaimed(db: Database, workflow: string): Promise<Share[]> {
  const { id, epoch, owner, claimedAt, closedAt } = packets
  return db
    .select({ id, epoch })
    .from(packets)
    .where(and(eq(owner, workflow), isNull(claimedAt), isNull(closedAt), haveBegun))
}

/** The packets that these workflows have and have not let go of. */
export async function findOwned(db: Database, owners: readonly string[]): Promise<Unstarted[]> {
  if (owners.length === 0) return []
  const { id, epoch, owner, source, priority, fairnessKey } = packets
  const rows = await db
    .select({ id, epoch, owner, source, priority, fairnessKey })
    .from(packets)
    .where(and(inArray(owner, [...owners]), isNull(packets.closedAt), haveBegun))
  return byOwner(rows)
}

function byOwner(rows: readonly (Share & Ranked & { owner: string })[]): Unstarted[] {
  const owners = new Map<string, Unstarted>()
  for (const { owner, id, epoch, priority, ...given } of rows) {
    const fairnessKey = fairnessKeyOf({ priority, ...given })
    const before = owners.get(owner) ?? { owner, shares: [], priority, fairnessKey }
    owners.set(owner, {
      owner,
      shares: [...before.shares, { id, epoch }],
      priority: Math.min(before.priority, priority),
      fairnessKey: before.fairnessKey === fairnessKey ? fairnessKey : null,
    })
  }
  return [...owners.values()]
}

/**
 * Gives packets to another workflow; from then on only its claim counts. Receipts that the former one was told may be
 * lost with it, so they are told again, and the ledger takes each once. Versions count within an epoch, so that another
 * server's clock cannot block the new owner.
 *
 * @returns the packets that still belonged to the former owner, with their new epoch
 */
export async function rehome(
  db: Database,
  from: Pick<Unstarted, 'owner' | 'shares'>,
  owner: string,
): Promise<Share[]> {
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(packets)
      .set({
        owner,
        epoch: sql`${packets.epoch} + 1`,
        version: 0,
        claimedAt: null,
        runId: null,
        offeredAt: sql`now()`,
      })
      .from(given(from.shares))
      .where(stillOwned(from.owner))
      .returning({ id: packets.id, epoch: packets.epoch })
    const ids = moved.map(({ id }) => id)
    await tx
      .update(receipts)
      .set({ untold: true })
      .where(and(inArray(receipts.packetId, ids), areForLedgers))
    return moved
  })
}

function dateOrNull(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
