/** Packets that were accepted before their turn or their time: begun, moved, and when the next ones are due. */
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Share } from '@/lib/contract/workflows'
import { apply, type QuietRule, takeTurn } from '@/lib/packet/apply'
import { dueAt, type Ledger } from '@/lib/packet/ledger'
import { hasEnded } from '@/lib/packet/packet'
import { saveStates } from './ownership'
import { packets } from './schema'
import { type Database, toJson } from './store'

export interface Beginning {
  /** Those that the new owner is to deliver now. */
  shares: Share[]
  /** How many were looked at: the others have ended, as expired, or wait for their time. */
  taken: number
}

export interface Turn {
  most: number
  /** The workflow that they go to. */
  owner: string
  quietUntil: QuietRule
}

/**
 * Gives those of these packets that nobody else is at to a workflow. What it is not started with it gets from the
 * sweeper, as it gets any packet that was stored and not started.
 *
 * @param which of those that have not begun
 */
export async function beginPackets(
  db: Database,
  { which, order, most, owner, quietUntil }: Turn & { which: SQL | undefined; order: SQL },
): Promise<Beginning> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger, destination } = packets
    const rows = await tx
      // By the clock that says what is due, which this machine's may not agree with.
      .select({
        id,
        epoch,
        version,
        ledger,
        destination,
        now: sql`extract(epoch from now()) * 1000`.mapWith(Number),
      })
      .from(packets)
      .where(which)
      .orderBy(order)
      .limit(most)
      .for('update', { skipLocked: true })
    const states = rows.map(({ now, destination, ...row }) => {
      const at = Math.floor(now)
      const taken = takeTurn(row.ledger, at, quietUntil(destination, at))
      return { ...row, version: row.version + 1, ledger: taken, closed: hasEnded(taken.status) }
    })
    await saveStates(tx, states)
    const begun = states.filter(({ ledger: { status } }) => status === 'ROUTING')
    await setDue(
      tx,
      states.filter(({ ledger: { status } }) => status === 'SCHEDULED'),
    )
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
    return { shares: begun.map((each) => ({ id: each.id, epoch: each.epoch })), taken: rows.length }
  })
}

async function setDue(db: Database, scheduled: readonly { id: string; ledger: Ledger }[]): Promise<void> {
  if (scheduled.length === 0) return
  const rows = toJson(scheduled.map(({ id, ledger }) => ({ id, due_at: new Date(dueAt(ledger) ?? 0) })))
  await db.execute(sql`
    update ${packets} as packet set due_at = moved.due_at, offered_at = moved.due_at
    from jsonb_to_recordset(${rows}::jsonb) as moved(id text, due_at timestamptz) where packet.id = moved.id`)
}

/** As the index says it. */
const areScheduled = sql.raw(`resting = 'SCHEDULED'`)

/** Begins what is due, the longest due first. */
export function beginDue(db: Database, turn: Turn): Promise<Beginning> {
  const which = and(areScheduled, sql`${packets.dueAt} <= now()`)
  return beginPackets(db, { ...turn, which, order: asc(packets.dueAt) })
}

/** Begins one scheduled packet before its time, whatever the hour. Nothing is begun where it is scheduled no longer. */
export function beginNow(db: Database, id: string, owner: string): Promise<Beginning> {
  const turn = { most: 1, owner, quietUntil: () => null }
  return beginPackets(db, { ...turn, which: and(areScheduled, eq(packets.id, id)), order: asc(packets.id) })
}

/** Times are milliseconds since the epoch. */
export interface Rescheduling {
  at: number
  deliverAt: number
  quietUntil: number | null
}

/** Gives a scheduled packet another time. False where it is scheduled no longer. */
export async function reschedule(db: Database, packetId: string, to: Rescheduling): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger } = packets
    const [row] = await tx
      .select({ id, epoch, version, ledger })
      .from(packets)
      .where(and(areScheduled, eq(id, packetId)))
      .for('update')
    if (row === undefined) return false
    const moved = apply(row.ledger, { type: 'rescheduled', ...to })
    await saveStates(tx, [{ ...row, version: row.version + 1, ledger: moved, closed: false }])
    await setDue(tx, [{ id: row.id, ledger: moved }])
    return true
  })
}
