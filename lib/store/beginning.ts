/** Packets that were accepted before their turn or time: begins, reschedules and cancels them. */
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { apply, type QuietRule, takeTurn } from '@/lib/packet/apply'
import { dueAt, type Ledger } from '@/lib/packet/ledger'
import { hasEnded } from '@/lib/packet/packet'
import { groupByPrecedence } from '@/lib/packet/precedence'
import { saveStates, type Unstarted } from './ownership'
import { batches, packets } from './schema'
import { type Database, toJson } from './store'

/** Worded exactly as in the indexes, so that the planner uses them. */
export const areQueued = sql.raw(`resting = 'QUEUED'`)
export const areScheduled = sql.raw(`resting = 'SCHEDULED'`)

/**
 * Whether the batch runs. Takes a shared lock on its row: pausing or stopping waits for packets that begin at that
 * moment, and no packet begins afterwards.
 */
export function batchRuns(id: SQL): SQL {
  return sql`exists (select 1 from ${batches} as batch where batch.id = ${id} and batch.state = 'RUNNING' for share)`
}

export interface Beginning {
  /** Packets that are to be delivered now, with the workflows that got them. */
  begun: Unstarted[]
  /** How many packets were processed. Those that have not begun have expired or wait for their time. */
  taken: number
  /** The ordering keys of the packets that have not begun. */
  passed: string[]
}

export interface Turn {
  most: number
  /** Returns the id of the workflow for a group of packets. */
  newOwner: (group: Pick<Unstarted, 'priority'>) => string
  quietUntil: QuietRule
}

/**
 * Gives packets to workflows, except those that another transaction has locked. If a workflow is not started
 * afterwards, the sweeper starts it, as for any packet that was stored but not started.
 *
 * @param which selects among the packets that have not begun
 */
export async function beginPackets(
  db: Database,
  { which, order, most, newOwner, quietUntil }: Turn & { which: SQL | undefined; order: SQL[] },
): Promise<Beginning> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger, source, destination, priority, fairnessKey, orderingKey } = packets
    const rows = await tx
      // Uses the database's clock, which decides what is due. This machine's clock may differ.
      .select({
        id,
        epoch,
        version,
        ledger,
        source,
        destination,
        priority,
        fairnessKey,
        orderingKey,
        now: sql`extract(epoch from now()) * 1000`.mapWith(Number),
      })
      .from(packets)
      .where(which)
      .orderBy(...order)
      .limit(most)
      .for('update', { skipLocked: true })
    if (rows.length === 0) return { begun: [], taken: 0, passed: [] }
    const states = rows.map(({ now, ...row }) => {
      const at = Math.floor(now)
      const taken = takeTurn(row.ledger, at, quietUntil(row.destination, at))
      return { ...row, version: row.version + 1, ledger: taken, closed: hasEnded(taken.status) }
    })
    await saveStates(tx, states)
    await setDue(
      tx,
      states.filter(({ ledger: { status } }) => status === 'SCHEDULED'),
    )
    const begun = groupByPrecedence(states.filter(({ ledger: { status } }) => status === 'ROUTING')).map(
      ({ packets, ...precedence }) => ({
        owner: newOwner(precedence),
        shares: packets.map((each) => ({ id: each.id, epoch: each.epoch })),
        ...precedence,
      }),
    )
    await setOwners(tx, begun)
    const passed = states.flatMap(({ orderingKey: key, ledger: { status } }) =>
      key === null || status === 'ROUTING' ? [] : key,
    )
    return { begun, taken: rows.length, passed }
  })
}

async function setOwners(db: Database, begun: readonly Unstarted[]): Promise<void> {
  if (begun.length === 0) return
  const rows = toJson(begun.flatMap(({ owner, shares }) => shares.map(({ id }) => ({ id, owner }))))
  await db.execute(sql`
    update ${packets} as packet set owner = begun.owner, offered_at = now()
    from jsonb_to_recordset(${rows}::jsonb) as begun(id text, owner text) where packet.id = begun.id`)
}

async function setDue(db: Database, scheduled: readonly { id: string; ledger: Ledger }[]): Promise<void> {
  if (scheduled.length === 0) return
  const rows = toJson(scheduled.map(({ id, ledger }) => ({ id, due_at: new Date(dueAt(ledger) ?? 0) })))
  await db.execute(sql`
    update ${packets} as packet set due_at = moved.due_at, offered_at = moved.due_at
    from jsonb_to_recordset(${rows}::jsonb) as moved(id text, due_at timestamptz) where packet.id = moved.id`)
}

/** Begins packets that are due, the longest due first. Those with an ordering key are queued instead. */
export function beginDue(db: Database, turn: Turn): Promise<Beginning> {
  const which = and(areScheduled, isNull(packets.orderingKey), sql`${packets.dueAt} <= now()`)
  return beginPackets(db, { ...turn, which, order: [asc(packets.dueAt)] })
}

/** Begins one scheduled packet before its time, even in quiet hours. Begins nothing if it is no longer scheduled. */
export function beginNow(db: Database, id: string, newOwner: Turn['newOwner']): Promise<Beginning> {
  const turn = { most: 1, newOwner, quietUntil: () => null }
  const which = and(areScheduled, isNull(packets.orderingKey), eq(packets.id, id))
  return beginPackets(db, { ...turn, which, order: [asc(packets.id)] })
}

/** Times are milliseconds since the epoch. */
export interface Rescheduling {
  at: number
  deliverAt: number
  quietUntil: number | null
}

/** Gives a scheduled packet another time. Returns false if it is no longer scheduled. */
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

const mostCanceled = 500

/**
 * Cancels some of these packets, none of which has begun. Those that another transaction has locked are left to the
 * next call.
 *
 * @param at milliseconds since the epoch
 * @returns how many were canceled
 */
export async function cancelUnbegun(
  db: Database,
  { which, at, reason }: { which: SQL | undefined; at: number; reason: string },
): Promise<number> {
  return db.transaction(async (tx) => {
    const { id, epoch, version, ledger } = packets
    const rows = await tx
      .select({ id, epoch, version, ledger })
      .from(packets)
      .where(which)
      .limit(mostCanceled)
      .for('update', { skipLocked: true })
    const why = { code: 'CANCELED_BY_OPERATOR', words: reason, who: null } as const
    await saveStates(
      tx,
      rows.map((row) => ({
        ...row,
        version: row.version + 1,
        ledger: apply(row.ledger, { type: 'canceled', at, why }),
        closed: true,
      })),
    )
    return rows.length
  })
}
