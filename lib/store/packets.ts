/** Packets: accepts each once, and reads them. */
import { eq, inArray, sql } from 'drizzle-orm'
import { addressKey } from '@/lib/packet/address'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { dueAt, type Ledger, openLedger } from '@/lib/packet/ledger'
import type { BatchLine, Packet, Precedence } from '@/lib/packet/packet'
import { precedenceOf } from '@/lib/packet/precedence'
import { toPacket } from '@/lib/packet/view'
import type { Erasure } from './retention'
import { packets, packetWords } from './schema'
import { packetText } from './search-text'
import { type Database, runPlanned, toJson } from './store'

/** A submission to be stored. Times are milliseconds since the epoch. */
export interface NewPacket extends Precedence {
  id: string
  source: string
  destination: string
  contents: Uint8Array
  contentType: string
  maxAttempts: number
  receiptTimeoutMs: number | null
  expiresAt: number | null
  /** Null if the packet begins at once. */
  deliverAt: number | null
  /** The end of the quiet hours that it falls into; null if there are none. */
  quietUntil: number | null
  /** The batch that the packet came with, which gives it its turn; null if it was submitted alone. */
  batch: BatchLine | null
  /** The packet that this one sends again; null if there is none. */
  repeats: string | null
  notifyUrl: string | null
  /** SHA-256 of the idempotency key and of the submission, in hexadecimal. Null if it came without a key. */
  keyHash: string | null
  fingerprint: string | null
  createdAt: number
  /** The `traceparent` of the request that submitted it; null or absent without tracing. */
  trace?: string | null
  /** The workflow that is to deliver the packet. */
  owner: string
}

type Given<T> = { [Name in keyof T]?: T[Name] | undefined }

/** What a sender specifies for a packet; defaults apply to the rest. */
export interface Submitting extends Given<Precedence> {
  source: string
  destination: string
  /** Base64; used if there is no `text`. */
  contents?: string | undefined
  text?: string | undefined
  contentType?: string | null | undefined
  maxAttempts?: number | null | undefined
  receiptTimeoutMs?: number | null | undefined
  notifyUrl?: string | undefined
}

type Told = Pick<NewPacket, 'id' | 'createdAt' | 'owner' | 'fingerprint'> &
  Partial<
    Pick<NewPacket, 'expiresAt' | 'deliverAt' | 'quietUntil' | 'batch' | 'repeats' | 'keyHash' | 'trace'>
  >

export function newPacket(given: Submitting, told: Told): NewPacket {
  const { source, destination, text, contents = '' } = given
  return {
    source,
    destination,
    contents: text === undefined ? Buffer.from(contents, 'base64') : Buffer.from(text, 'utf8'),
    contentType:
      given.contentType ?? (text === undefined ? 'application/octet-stream' : 'text/plain; charset=utf-8'),
    maxAttempts: given.maxAttempts ?? defaultMaxAttempts,
    receiptTimeoutMs: given.receiptTimeoutMs ?? null,
    notifyUrl: given.notifyUrl ?? null,
    ...precedenceOf(given),
    expiresAt: null,
    deliverAt: null,
    quietUntil: null,
    batch: null,
    repeats: null,
    keyHash: null,
    ...told,
  }
}

/**
 * Stores new packets and leaves those with a known id or key unchanged. Inserts in the order of ids, so that concurrent
 * groups with common ids do not deadlock. Packets with an ordering key are queued in the order given.
 *
 * @returns the ids that were stored
 */
export async function insertPackets(db: Database, added: readonly NewPacket[]): Promise<Set<string>> {
  const rows = toJson([...firsts(added)].map(openRow))
  const stored = await runPlanned<{ id: string }>(
    db,
    'insert packets',
    sql`
    with new as (
      -- In the order of the given rows, which is their order of arrival.
      select row.*, case when ordering_key is not null then nextval('queue_numbers') end as queue_number
      from jsonb_to_recordset(${rows}::jsonb) as row(
        id text, source text, destination text, source_key text, destination_key text, contents text, content_type text, content_bytes integer,
        max_attempts integer, receipt_timeout_ms integer, expires_at timestamptz, due_at timestamptz, notify_url text,
        batch_id text, batch_line integer, repeats text, ordering_key text, hold_on_failure boolean, priority smallint,
        fairness_key text, key_hash text, fingerprint text, created_at timestamptz, trace text, owner text,
        offered_at timestamptz, ledger jsonb, status text, words text)
    ), stored as (
      insert into ${packets} (
        id, source, destination, source_key, destination_key, contents, content_type, content_bytes, max_attempts,
        receipt_timeout_ms, expires_at, due_at, notify_url, batch_id, batch_line, repeats, ordering_key, queue_number, hold_on_failure, priority, fairness_key,
        key_hash, fingerprint, created_at, updated_at, trace, owner, offered_at, ledger, status)
      select id, source, destination, source_key, destination_key, decode(contents, 'base64'), content_type,
        content_bytes, max_attempts, receipt_timeout_ms, expires_at, due_at, notify_url, batch_id, batch_line, repeats, ordering_key, queue_number,
        hold_on_failure, priority, fairness_key, key_hash, fingerprint, created_at, created_at, trace, owner,
        coalesce(offered_at, now()), ledger, status
      from new order by id
      on conflict do nothing
      returning id
    ), worded as (
      insert into ${packetWords} (packet_id, words) select id, words from new join stored using (id)
    )
    select id from stored`,
  )
  return new Set(stored.map(({ id }) => id))
}

/** If several packets have the same id, only the first. */
function firsts(added: readonly NewPacket[]): Iterable<NewPacket> {
  const first = new Map<string, NewPacket>()
  for (const packet of added) if (!first.has(packet.id)) first.set(packet.id, packet)
  return first.values()
}

function openRow(packet: NewPacket) {
  const { id, source, destination, contents, createdAt, expiresAt, batch } = packet
  const ledger = ledgerOf(packet)
  return {
    id,
    source,
    destination,
    source_key: addressKey(source),
    destination_key: addressKey(destination),
    contents: Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength).toString('base64'),
    content_type: packet.contentType,
    content_bytes: contents.byteLength,
    max_attempts: packet.maxAttempts,
    receipt_timeout_ms: packet.receiptTimeoutMs,
    expires_at: dateOrNull(expiresAt),
    due_at: dateOrNull(dueAt(ledger)),
    batch_id: batch?.id ?? null,
    batch_line: batch?.line ?? null,
    repeats: packet.repeats,
    notify_url: packet.notifyUrl,
    ordering_key: packet.orderingKey,
    hold_on_failure: packet.holdOnFailure,
    priority: packet.priority,
    fairness_key: packet.fairnessKey,
    key_hash: packet.keyHash,
    fingerprint: packet.fingerprint,
    created_at: new Date(createdAt),
    trace: packet.trace ?? null,
    owner: packet.owner,
    offered_at: offeredAt(ledger),
    ledger,
    status: ledger.status,
    words: packetText(id, source, destination),
  }
}

/** The ledger of a packet when it is accepted. */
export function ledgerOf(packet: NewPacket): Ledger {
  const { createdAt, maxAttempts, expiresAt, deliverAt, quietUntil, batch, orderingKey } = packet
  const waitsForTime = (dueAt({ deliverAt, quietUntil }) ?? 0) > createdAt
  // A scheduled packet is queued only when it is due.
  const queued = batch !== null || (orderingKey !== null && !waitsForTime)
  return openLedger(createdAt, maxAttempts, expiresAt, { queued, deliverAt, quietUntil })
}

/** When the packet should begin; null for at once. */
function offeredAt(ledger: Ledger): Date | 'infinity' | null {
  if (ledger.status === 'QUEUED') return 'infinity'
  return ledger.status === 'SCHEDULED' ? dateOrNull(dueAt(ledger)) : null
}

function dateOrNull(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

/** The most repetitions that are listed. */
const mostRepeats = 20

// Tables are named explicitly, because Drizzle omits the table name in a query of a single table.
const repeatedBy = sql<string[]>`array(
  select later.id from packets as later where later.repeats = packets.id
  order by later.created_at limit ${sql.raw(String(mostRepeats))})`

/** Everything that readers see; contents are read separately. */
export const shownColumns = {
  id: packets.id,
  source: packets.source,
  destination: packets.destination,
  ledger: packets.ledger,
  batchId: packets.batchId,
  batchLine: packets.batchLine,
  repeats: packets.repeats,
  repeatedBy,
  orderingKey: packets.orderingKey,
  holdOnFailure: packets.holdOnFailure,
  priority: packets.priority,
  fairnessKey: packets.fairnessKey,
  createdAt: packets.createdAt,
  owner: packets.owner,
  runId: packets.runId,
  duplicates: packets.duplicates,
}

type ShownRow = Pick<typeof packets.$inferSelect, Exclude<keyof typeof shownColumns, 'repeatedBy'>> & {
  repeatedBy: string[]
}

/** @param now decides whether the packet still settles; milliseconds since the epoch */
export function packetOf(row: ShownRow, now: number = Date.now()): Packet {
  return toPacket(row.ledger, {
    id: row.id,
    source: row.source,
    destination: row.destination,
    workflowId: row.owner,
    runId: row.runId,
    createdAt: row.createdAt.getTime(),
    batch: batchOf(row),
    repeats: row.repeats,
    repeatedBy: row.repeatedBy,
    ...precedenceOf(row),
    duplicates: row.duplicates,
    now,
  })
}

export function batchOf({ batchId, batchLine }: Pick<ShownRow, 'batchId' | 'batchLine'>): BatchLine | null {
  return batchId === null || batchLine === null ? null : { id: batchId, line: batchLine }
}

/** In any order, without packets that do not exist. */
export async function findPackets(db: Database, ids: readonly string[]): Promise<Packet[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select(shownColumns)
    .from(packets)
    .where(inArray(packets.id, [...ids]))
  return rows.map((row) => packetOf(row))
}

/** The packet that has used an id or idempotency key, and the fingerprint of its submission. */
export interface Submitted {
  packet: Packet
  keyHash: string | null
  fingerprint: string | null
}

/** The packet with this key, or otherwise the one with this id. */
export async function findSubmitted(
  db: Database,
  { id, keyHash }: Pick<NewPacket, 'id' | 'keyHash'>,
): Promise<Submitted | null> {
  const columns = { ...shownColumns, keyHash: packets.keyHash, fingerprint: packets.fingerprint }
  const rows = await db
    .select(columns)
    .from(packets)
    .where(
      keyHash === null ? eq(packets.id, id) : sql`${packets.id} = ${id} or ${packets.keyHash} = ${keyHash}`,
    )
  const row = rows.find((each) => keyHash !== null && each.keyHash === keyHash) ?? rows[0]
  if (row === undefined) return null
  return { packet: packetOf(row), keyHash: row.keyHash, fingerprint: row.fingerprint }
}

/** Everything that is needed to make another packet from this one. */
export interface Repeatable extends Pick<NewPacket, 'contentType' | 'receiptTimeoutMs' | 'notifyUrl'> {
  packet: Packet
  /** Null if they were erased, or if the store was restored without them. */
  contents: Uint8Array | null
  erased: Erasure | null
}

export async function findRepeatable(db: Database, id: string): Promise<Repeatable | null> {
  const [found = null] = await findRepeatables(db, [id])
  return found
}

/** In any order, without packets that do not exist. */
export async function findRepeatables(db: Database, ids: readonly string[]): Promise<Repeatable[]> {
  const { contents, contentType, receiptTimeoutMs, notifyUrl, contentsErasedAt, eraseReason } = packets
  const more = { contents, contentType, receiptTimeoutMs, notifyUrl, contentsErasedAt, eraseReason }
  const rows = await db
    .select({ ...shownColumns, ...more })
    .from(packets)
    .where(inArray(packets.id, [...ids]))
  return rows.map(({ contentsErasedAt: at, eraseReason: reason, ...row }) => ({
    packet: packetOf(row),
    contents: row.contents,
    contentType: row.contentType,
    receiptTimeoutMs: row.receiptTimeoutMs,
    notifyUrl: row.notifyUrl,
    erased: at && { at: at.getTime(), reason },
  }))
}

export interface StoredContents {
  /** Null if they were erased, or if the store was restored without them. */
  contents: Uint8Array | null
  contentType: string
  erased: Erasure | null
}

export async function findContents(db: Database, id: string): Promise<StoredContents | null> {
  const { contents, contentType, contentsErasedAt: at, eraseReason: reason } = packets
  const [row] = await db.select({ contents, contentType, at, reason }).from(packets).where(eq(packets.id, id))
  if (row === undefined) return null
  const erased = row.at && { at: row.at.getTime(), reason: row.reason }
  return { contents: row.contents, contentType: row.contentType, erased }
}
