/** Workflows that work through rows: batches and bulk actions. All of their state is in the store. */
import {
  condition,
  continueAsNew,
  type SignalDefinition,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { actOnMany, carryRows } from './activities'
import { batchChanged, bulkChanged } from './messages'

/** Begins the rows of a batch and waits for their ends. */
export function carryBatch(batchId: string): Promise<void> {
  return workThrough(batchId, batchChanged, () =>
    carryRows.executeWithOptions({ summary: batchId }, [batchId]),
  )
}

/** Gives the packets of a bulk action their turns. */
export function bulkAction(bulkId: string): Promise<void> {
  return workThrough(bulkId, bulkChanged, () => actOnMany.executeWithOptions({ summary: bulkId }, [bulkId]))
}

/** @param work ends when an operator has paused it, or when it is over */
async function workThrough(
  id: string,
  changed: SignalDefinition,
  work: () => Promise<'paused' | 'over'>,
): Promise<void> {
  let changes = 0
  setHandler(changed, () => {
    changes += 1
  })
  for (;;) {
    const seen = changes
    // A finished job may have been asked to go on during the activity: then it runs again.
    if ((await work()) === 'over' && changes === seen) return
    await condition(() => changes !== seen)
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<(id: string) => Promise<void>>(id)
  }
}
