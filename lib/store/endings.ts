/**
 * Endings of packets that are still to be told to a topic. Once the feed is open, a trigger notes each ending in the very
 * transaction that stores it, so that none is missed because it was committed later than one that was told.
 */
import { asc, inArray, sql } from 'drizzle-orm'
import type { Packet } from '@/lib/packet/packet'
import { findPackets } from './packets'
import { endingsFeed, untoldEndings } from './schema'
import type { Database } from './store'

/** From now on endings are noted until they are told, or their packets are deleted. It stays so. */
export async function openEndingsFeed(db: Database): Promise<void> {
  await db.insert(endingsFeed).values({}).onConflictDoNothing()
}

/** Any number that no other program takes for its locks. */
const tellingLock = 7_129_463_002

/**
 * Tells the oldest endings and then forgets that they were to be told. One process at a time does so, because the newest
 * state of a packet has to be told last. Where `tell` fails, or the process dies, they are told again.
 *
 * @param tell gets packets as they are now, each once
 * @returns how many packets were told; null where another process is at it
 */
export async function tellEndings(
  db: Database,
  most: number,
  tell: (ended: Packet[]) => Promise<void>,
): Promise<number | null> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(${tellingLock}) as mine`,
    )
    if (!rows[0]?.mine) return null
    const { number, packetId } = untoldEndings
    const noted = await tx.select({ number, packetId }).from(untoldEndings).orderBy(asc(number)).limit(most)
    if (noted.length === 0) return 0
    const ended = await findPackets(tx, [...new Set(noted.map((each) => each.packetId))])
    await tell(ended)
    await tx.delete(untoldEndings).where(
      inArray(
        number,
        noted.map((each) => each.number),
      ),
    )
    return ended.length
  })
}

/** Counts no further than `most`. */
export async function countUntoldEndings(db: Database, most: number): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::integer as count from (select from ${untoldEndings} limit ${most}) as untold`,
  )
  return rows[0]?.count ?? 0
}
