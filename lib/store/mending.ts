/** Repairs a store that was set back, with what the workflows say of their packets. */

import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Share } from '@/lib/contract/workflows'
import { addressKey } from '@/lib/packet/address'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { saveStates } from './ownership'
import { packets, packetWords } from './schema'
import { packetText } from './search-text'
import type { Database } from './store'

/** A packet as the store has it. */
export interface StoredPacket extends Share {
  version: number
  ledger: Ledger
  /** A workflow has claimed the packet. */
  isClaimed: boolean
  /** No workflow has the packet any more. */
  isClosed: boolean
}

const columns = {
  id: packets.id,
  epoch: packets.epoch,
  version: packets.version,
  ledger: packets.ledger,
  isClaimed: sql<boolean>`${packets.claimedAt} is not null`,
  isClosed: sql<boolean>`${packets.closedAt} is not null`,
}

export async function findStored(db: Database, ids: readonly string[]): Promise<StoredPacket[]> {
  return db
    .select(columns)
    .from(packets)
    .where(inArray(packets.id, [...ids]))
}

/** Packets that a workflow has not let go of, in the order of their ids. */
export async function findOpen(db: Database, after: string, most: number): Promise<StoredPacket[]> {
  return db
    .select(columns)
    .from(packets)
    .where(and(isNull(packets.closedAt), sql`${packets.id} > ${after}`))
    .orderBy(packets.id)
    .limit(most)
}

/** The workflow that carries a packet, even if the store says otherwise or does not know of its claim yet. */
export interface Carrier extends Share {
  owner: string
  runId: string
}

export async function giveTo(db: Database, { id, epoch, owner, runId }: Carrier): Promise<void> {
  await db
    .update(packets)
    .set({ owner, epoch, runId, claimedAt: sql`coalesce(${packets.claimedAt}, now())`, version: 0 })
    .where(and(eq(packets.id, id), lte(packets.epoch, epoch), isNull(packets.closedAt)))
}

/** A packet that the store has lost, as its workflow has claimed it, without its contents. */
export interface LostPacket extends Carrier {
  source: string
  destination: string
  receiptTimeoutMs: number | null
  createdAt: number
  maxAttempts: number
  expiresAt: number | null
}

export async function enterLost(db: Database, lost: LostPacket): Promise<void> {
  const { id, source, destination, createdAt, maxAttempts, expiresAt } = lost
  const ledger = openLedger(createdAt, maxAttempts, expiresAt)
  await db.transaction(async (tx) => {
    const added = await tx
      .insert(packets)
      .values({
        ...lost,
        sourceKey: addressKey(source),
        destinationKey: addressKey(destination),
        createdAt: new Date(createdAt),
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        contents: null,
        contentType: 'application/octet-stream',
        contentBytes: 0,
        claimedAt: sql`now()`,
        ledger,
        status: ledger.status,
        updatedAt: new Date(createdAt),
      })
      .onConflictDoNothing()
      .returning({ id: packets.id })
    if (added.length > 0)
      await tx.insert(packetWords).values({ packetId: id, words: packetText(id, source, destination) })
  })
}

/** Closes a packet with the ledger that its workflow had at the end. */
export async function closeWith(db: Database, stored: StoredPacket, ledger: Ledger): Promise<void> {
  await saveStates(db, [{ ...stored, version: stored.version + 1, ledger, closed: true }])
}
