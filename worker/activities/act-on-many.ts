/**
 * Gives the packets of one bulk action their turns, at its rate, until it is paused or over. Where a workflow is asked
 * to cancel a packet, the sweeper records the result.
 */
import { heartbeat, log, sleep } from '@temporalio/activity'
import { endBulk, findBulkAction, type StoredBulkAction } from '@/lib/store/bulk-actions'
import { actOn, type Item, keepFailure, nextItems } from '@/lib/store/bulk-items'
import { StoreError, storeErrorOf } from '@/lib/store/store'
import { newGroupId } from '@/lib/temporal/deliveries'
import type { ActivityContext } from './context'

/** The most packets that get their turns together: a tenth of a second's worth, and few enough for one transaction. */
const mostAtOnce = 100
const turnsPerSecond = 10

type BulkContext = Pick<ActivityContext, 'store' | 'tellCancel' | 'startDelivery' | 'quietUntil'>

/** `paused`: an operator has to resume it. */
export type ActedOnMany = 'paused' | 'over'

export function createActOnMany(context: BulkContext) {
  return async function actOnMany(bulkId: string): Promise<ActedOnMany> {
    const { db } = context.store
    for (;;) {
      heartbeat()
      const startedAt = performance.now()
      const bulk = await findBulkAction(db, bulkId)
      if (bulk?.state === 'PAUSED') return 'paused'
      if (bulk?.state !== 'RUNNING') return 'over'
      const count = await act(bulk, context)
      if (count === 0) await endBulk(db, bulkId, Date.now())
      const restMs = (count / bulk.perSecond) * 1_000 - (performance.now() - startedAt)
      if (restMs > 0) await sleep(restMs)
    }
  }
}

/** @returns how many packets had their turns */
async function act(bulk: StoredBulkAction, context: BulkContext): Promise<number> {
  const { db } = context.store
  const items = await nextItems(db, bulk, Math.min(mostAtOnce, Math.ceil(bulk.perSecond / turnsPerSecond)))
  if (items.length > 0 && !(await actTogether(bulk, items, context)))
    for (const item of items) {
      heartbeat()
      if (!(await actTogether(bulk, [item], context))) await keepFailure(db, bulk.id, item, Date.now())
    }
  return items.length
}

/**
 * Returns false if the batch failed for another reason than an outage of the store: a single packet may be the cause.
 */
async function actTogether(
  bulk: StoredBulkAction,
  items: readonly Item[],
  { store, tellCancel, startDelivery, quietUntil }: BulkContext,
): Promise<boolean> {
  try {
    const turn = { at: Date.now(), newOwner: newGroupId, quietUntil }
    const { count, cancels, begun } = await actOn(store.db, bulk, items, turn)
    if (count > 0) store.announce()
    // The sweeper tells and starts what fails here.
    await Promise.allSettled([...cancels.map(tellCancel), ...begun.map(startDelivery)])
    return true
  } catch (error) {
    const told = storeErrorOf(error)
    if (told instanceof StoreError && told.isOutage) throw told
    log.error('packets of a bulk action failed', { bulk: bulk.id, packets: items.length, error: told })
    return false
  }
}
