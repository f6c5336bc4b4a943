/** Packets: accepted once, and read. */
import { eq, inArray, sql } from 'drizzle-orm'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import type { Erasure } from './retention'
import { packets, packetWords } from './schema'
import { searchText } from './search-text'
import type { Database } from './store'

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
  const rows = added.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(openRow)
  return db.transaction(async (tx) => {
    const stored = await tx.insert(packets).values(rows).onConflictDoNothing().returning({ id: packets.id })
    const ids = new Set(stored.map(({ id }) => id))
    const words = rows.filter(({ id }) => ids.has(id)).map(wordsOf)
    if (words.length > 0) await tx.insert(packetWords).values(words)
    return ids
  })
}

function openRow(packet: NewPacket): typeof packets.$inferInsert {
  const { createdAt, expiresAt, contents, maxAttempts } = packet
  const ledger = openLedger(createdAt, maxAttempts, expiresAt)
  return {
    ...packet,
    contentBytes: contents.byteLength,
    createdAt: new Date(createdAt),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    ledger,
    status: ledger.status,
    updatedAt: new Date(createdAt),
  }
}

function wordsOf({ id, source, destination }: Pick<NewPacket, 'id' | 'source' | 'destination'>) {
  return { packetId: id, words: searchText([id, source, destination]) }
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
