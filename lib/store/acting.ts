/** Applies operators' actions to the stored state of packets that no workflow has. */
import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import type { ActOrder } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { actedAs, refusalOf } from '@/lib/packet/apply-action'
import type { Acted } from '@/lib/packet/events'
import type { LedgerAction } from '@/lib/packet/ledger'
import { saveStates } from './ownership'
import { packets } from './schema'
import type { Database } from './store'

export type Acting =
  /** The action is in effect and stored. */
  | { is: 'done' }
  /** Another action was done under the same id. */
  | { is: 'reused' }
  /** The reason is a sentence. */
  | { is: 'refused'; why: string }
  /** A workflow has the packet, and only that workflow may change it. */
  | { is: 'owned'; owner: string }

/**
 * Acts on a packet that no workflow has claimed, or that its workflow has let go of. An action that does not apply to
 * the stored state is refused even if a workflow has the packet, because no workflow goes back to an earlier state.
 *
 * @param id of the action, which is done once however often it is requested
 * @param at milliseconds since the epoch
 * @returns null if there is no such packet
 */
export async function actInStore(
  db: Database,
  { packetId, ...order }: ActOrder,
  { id, at }: { id: string; at: number },
): Promise<Acting | null> {
  const event: Acted = { type: 'acted', id, at, ...order }
  return db.transaction(async (tx) => {
    const { epoch, version, ledger, owner, claimedAt, closedAt } = packets
    const [row] = await tx
      .select({ id: packets.id, epoch, version, ledger, owner, claimedAt, closedAt })
      .from(packets)
      .where(eq(packets.id, packetId))
      .for('update')
    if (row === undefined) return null
    const known = actedAs(row.ledger, event)
    if (known !== undefined) return { is: isThat(known, order) ? 'done' : 'reused' }
    const why = refusalOf(row.ledger, event)
    if (why !== null) return { is: 'refused', why }
    const closed = row.closedAt !== null
    if (row.claimedAt !== null && !closed) return { is: 'owned', owner: row.owner }
    await saveStates(tx, [{ ...row, version: row.version + 1, ledger: apply(row.ledger, event), closed }])
    return { is: 'done' }
  })
}

function isThat(known: LedgerAction, { attempt, action, by }: Omit<ActOrder, 'packetId'>): boolean {
  const { who, reason } = known
  return isDeepStrictEqual(
    { attempt: known.attempt, action: known.action, by: { who, reason } },
    { attempt, action, by },
  )
}
