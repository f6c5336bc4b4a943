/** The workflows of batches, as seen from outside. */
import type { Client } from '@temporalio/client'
import { batchChangedSignal, batchQueue, batchWorkflowId, carryBatchType } from '@/lib/contract/workflows'

/** Tells the workflow of a batch that its state has changed; starts it where it does not run. */
export async function tellBatch({ workflow }: Pick<Client, 'workflow'>, batchId: string): Promise<void> {
  await workflow.signalWithStart(carryBatchType, {
    workflowId: batchWorkflowId(batchId),
    taskQueue: batchQueue,
    args: [batchId],
    staticSummary: batchId,
    signal: batchChangedSignal,
  })
}
