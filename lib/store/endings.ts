/**
 * Endings of packets that have not been sent to a topic yet. Once the feed is open, a trigger records each ending in
 * the transaction that stores it. So an ending is not missed if it is committed later than others that were sent.
 */
import { asc, inArray, sql } from 'drizzle-orm'
import type { Packet } from '@/lib/packet/packet'
import { findPackets } from './packets'
import { endingsFeed, untoldEndings } from './schema'
import type { Database } from './store'

/** From now on, endings are recorded until they are sent or their packets are deleted. The feed stays open. */
export async function openEndingsFeed(db: Database): Promise<void> {
  await db.insert(endingsFeed).values({}).onConflictDoNothing()
}

/** An arbitrary number that no other program uses for an advisory lock. */
const tellingLock = 7_129_463_002

/**
 * Sends the oldest endings, then deletes their records. An advisory lock admits one process at a time, so that the
 * newest state of a packet is sent last. If `tell` fails or the process dies, they are sent again.
 *
 * @param tell gets packets in their present state, each once
 * @returns how many packets were sent; null if another process holds the lock
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
