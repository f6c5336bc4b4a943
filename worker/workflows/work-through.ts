/** What is worked through row by row: batches and bulk actions. What is in force stands in the store alone. */
import {
  condition,
  continueAsNew,
  type SignalDefinition,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { actOnMany, carryRows } from './activities'
import { batchChanged, bulkChanged } from './messages'

/** Feeds the rows of a batch to delivery and waits for their ends. */
export function carryBatch(batchId: string): Promise<void> {
  return workThrough(batchId, batchChanged, () =>
    carryRows.executeWithOptions({ summary: batchId }, [batchId]),
  )
}

/** Gives the packets of a bulk action their turns. */
export function bulkAction(bulkId: string): Promise<void> {
  return workThrough(bulkId, bulkChanged, () => actOnMany.executeWithOptions({ summary: bulkId }, [bulkId]))
}

/** @param work ends when an operator has to go on with it, or when it is over */
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
    // What is over may have been asked to go on just now.
    if ((await work()) === 'over' && changes === seen) return
    await condition(() => changes !== seen)
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<(id: string) => Promise<void>>(id)
  }
}
