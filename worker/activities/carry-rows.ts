/**
 * Begins the rows of one batch, as many as the providers take, until the batch is paused or all of its rows have ended.
 * Rows with an ordering key get their turns from their queues.
 */
import { heartbeat, sleep } from '@temporalio/activity'
import { mostInGroup } from '@/lib/packet/precedence'
import { beginRows, cancelRows } from '@/lib/store/batch-rows'
import { endBatch, findBatch, roomOf, type StoredBatch } from '@/lib/store/batches'
import { newGroupId } from '@/lib/temporal/deliveries'
import type { ActivityContext } from './context'

const shortestPauseMs = 100
const longestPauseMs = 2_000

type CarryContext = Pick<ActivityContext, 'store' | 'startDelivery' | 'quietUntil'>

/** `paused`: an operator has to resume it. */
export type Carried = 'paused' | 'over'

export function createCarryRows(context: CarryContext) {
  return async function carryRows(batchId: string): Promise<Carried> {
    for (let pauseMs = shortestPauseMs; ; ) {
      heartbeat()
      const batch = await findBatch(context.store.db, batchId)
      const step = await stepOf(batch, context)
      if (step === 'paused' || step === 'over') return step
      pauseMs = step === 'moved' ? shortestPauseMs : Math.min(pauseMs * 1.5, longestPauseMs)
      if (step !== 'moved') await sleep(pauseMs)
    }
  }
}

/** `moved`: there may be more to do at once. `waits`: for providers to have room, or for packets to end. */
type Step = Carried | 'moved' | 'waits'

async function stepOf(batch: StoredBatch | null, context: CarryContext): Promise<Step> {
  switch (batch?.state) {
    case 'RUNNING':
      return begin(batch.id, context)
    case 'STOPPING':
      return cancel(batch, context)
    case 'UPLOADING':
    case 'PAUSED':
      return 'paused'
    default:
      return 'over'
  }
}

async function begin(batchId: string, { store, startDelivery, quietUntil }: CarryContext): Promise<Step> {
  if ((await roomOf(store.db, batchId)) < mostInGroup) return 'waits'
  const turn = { most: mostInGroup, newOwner: newGroupId, quietUntil }
  const { begun, taken } = await beginRows(store.db, { batchId, ...turn })
  if (taken === 0) return end(batchId, store)
  store.announce()
  // If the worker dies from here on, rows are begun but not started; the sweeper starts them.
  await Promise.all(begun.map(startDelivery))
  return 'moved'
}

async function cancel(batch: StoredBatch, { store }: CarryContext): Promise<Step> {
  const reason = batch.stopReason ?? 'the batch was stopped'
  const count = await cancelRows(store.db, { batchId: batch.id, at: Date.now(), reason })
  if (count === 0) return end(batch.id, store)
  store.announce()
  return 'moved'
}

async function end(batchId: string, store: CarryContext['store']): Promise<Step> {
  const ended = await endBatch(store.db, batchId, Date.now())
  if (ended === null) return 'waits'
  store.announce()
  return 'over'
}
