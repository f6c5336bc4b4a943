/** Feeds the rows of a batch to delivery and waits for their ends. What is in force stands in the store alone. */
import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { carryRows } from './activities'
import { batchChanged } from './messages'

export async function carryBatch(batchId: string): Promise<void> {
  let changes = 0
  setHandler(batchChanged, () => {
    changes += 1
  })
  for (;;) {
    const seen = changes
    if ((await carryRows.executeWithOptions({ summary: batchId }, [batchId])) === 'over') return
    await condition(() => changes !== seen)
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof carryBatch>(batchId)
  }
}
