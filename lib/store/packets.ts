/** Packets: accepted once, and read. */
import { eq, inArray, sql } from 'drizzle-orm'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import type { Erasure } from './retention'
import { packets, packetWords } from './schema'
import { searchText } from './search-text'
import { type Database, runPlanned, toJson } from './store'

/** A submission as it is stored. Times are milliseconds since the epoch. */
export interface NewPacket {
  id: string
  source: string
  destination: string
  contents: Uint8Array
  contentType: string
  maxAttempts: number
  receiptTimeoutMs: number | null
  expiresAt: number | null
  notifyUrl: string | null
  /** SHA-256 of the idempotency key, and of the submission; hexadecimal. Null where it came without. */
  keyHash: string | null
  fingerprint: string | null
  createdAt: number
  /** The workflow that is to deliver it. */
  owner: string
}

/**
 * Stores what is new and leaves alone what has a known id or key. In one order, so that two groups with ids in common
 * wait for each other instead of locking each other out.
 *
 * @returns the ids that were stored
 */
export async function insertPackets(db: Database, added: readonly NewPacket[]): Promise<Set<string>> {
  const rows = toJson(added.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(openRow))
  const stored = await runPlanned<{ id: string }>(
    db,
    'insert packets',
    sql`
    with new as (
      select * from jsonb_to_recordset(${rows}::jsonb) as row(
        id text, source text, destination text, contents text, content_type text, content_bytes integer,
        max_attempts integer, receipt_timeout_ms integer, expires_at timestamptz, notify_url text, key_hash text,
        fingerprint text, created_at timestamptz, owner text, ledger jsonb, status text, words text)
    ), stored as (
      insert into ${packets} (
        id, source, destination, contents, content_type, content_bytes, max_attempts, receipt_timeout_ms, expires_at,
        notify_url, key_hash, fingerprint, created_at, updated_at, owner, ledger, status)
      select id, source, destination, decode(contents, 'base64'), content_type, content_bytes, max_attempts,
        receipt_timeout_ms, expires_at, notify_url, key_hash, fingerprint, created_at, created_at, owner, ledger, status
      from new
      on conflict do nothing
      returning id
    ), worded as (
      insert into ${packetWords} (packet_id, words) select id, words from new join stored using (id)
    )
    select id from stored`,
  )
  return new Set(stored.map(({ id }) => id))
}

function openRow(packet: NewPacket) {
  const { id, source, destination, contents, createdAt, maxAttempts, expiresAt } = packet
  const ledger = openLedger(createdAt, maxAttempts, expiresAt)
  return {
    id,
    source,
    destination,
    contents: Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength).toString('base64'),
    content_type: packet.contentType,
    content_bytes: contents.byteLength,
    max_attempts: maxAttempts,
    receipt_timeout_ms: packet.receiptTimeoutMs,
    expires_at: expiresAt === null ? null : new Date(expiresAt),
    notify_url: packet.notifyUrl,
    key_hash: packet.keyHash,
    fingerprint: packet.fingerprint,
    created_at: new Date(createdAt),
    owner: packet.owner,
    ledger,
    status: ledger.status,
    words: searchText([id, source, destination]),
  }
}

/** All that readers see; contents are read apart. */
export const shownColumns = {
  id: packets.id,
  source: packets.source,
  destination: packets.destination,
  ledger: packets.ledger,
  createdAt: packets.createdAt,
  owner: packets.owner,
  runId: packets.runId,
  duplicates: packets.duplicates,
}

type ShownRow = Pick<typeof packets.$inferSelect, keyof typeof shownColumns>

/** @param now tells whether it still settles; milliseconds since the epoch */
export function packetOf(row: ShownRow, now: number = Date.now()): Packet {
  return toPacket(row.ledger, {
    id: row.id,
    source: row.source,
    destination: row.destination,
    workflowId: row.owner,
    runId: row.runId,
    createdAt: row.createdAt.getTime(),
    duplicates: row.duplicates,
    now,
  })
}

/** In any order; without those that are not there. */
export async function findPackets(db: Database, ids: readonly string[]): Promise<Packet[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select(shownColumns)
    .from(packets)
    .where(inArray(packets.id, [...ids]))
  return rows.map((row) => packetOf(row))
}

/** Who has used an id or an idempotency key, and with which submission. */
export interface Submitted {
  packet: Packet
  keyHash: string | null
  fingerprint: string | null
}

/** The packet with the key, or else the one with the id. */
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

export interface StoredContents {
  /** Null once they were erased, and where the store was restored without them. */
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
