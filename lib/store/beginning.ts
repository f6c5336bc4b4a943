/** Begins the delivery of packets that were accepted before their turn or their time. */
import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Share } from '@/lib/contract/workflows'
import { takeTurn } from '@/lib/packet/apply'
import { hasEnded } from '@/lib/packet/packet'
import { saveStates } from './ownership'
import { packets } from './schema'
import type { Database } from './store'

export interface Beginning {
  /** Those that `owner` is to deliver now. */
  shares: Share[]
  /** How many were looked at: the others have ended, as expired, or wait for their time. */
  taken: number
}

/**
 * Gives those of these packets that nobody else is at to a workflow. What it is not started with it gets from the
 * sweeper, as it gets any packet that was stored and not started.
 *
 * @param which of those that have not begun
 */
export async function beginPackets(
  db: Database,
  { which, order, most, owner }: { which: SQL | undefined; order: SQL; most: number; owner: string },
): Promise<Beginning> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger } = packets
    const rows = await tx
      .select({
        id,
        epoch,
        version,
        ledger,
        now: sql<number>`extract(epoch from now()) * 1000`.mapWith(Number),
      })
      .from(packets)
      .where(which)
      .orderBy(order)
      .limit(most)
      .for('update', { skipLocked: true })
    const states = rows.map(({ now, ...row }) => {
      // By the clock that says what is due, which this machine's may not agree with.
      const taken = takeTurn(row.ledger, Math.floor(now))
      return { ...row, version: row.version + 1, ledger: taken, closed: hasEnded(taken.status) }
    })
    await saveStates(tx, states)
    const begun = states.filter(({ ledger: { status } }) => status === 'ROUTING')
    const later = states.filter(({ ledger: { status } }) => status === 'SCHEDULED')
    if (begun.length > 0)
      await tx
        .update(packets)
        .set({ owner, offeredAt: sql`now()` })
        .where(
          inArray(
            id,
            begun.map((each) => each.id),
          ),
        )
    if (later.length > 0)
      await tx
        .update(packets)
        .set({ offeredAt: sql`${packets.deliverAt}` })
        .where(
          inArray(
            id,
            later.map((each) => each.id),
          ),
        )
    return { shares: begun.map((each) => ({ id: each.id, epoch: each.epoch })), taken: rows.length }
  })
}
