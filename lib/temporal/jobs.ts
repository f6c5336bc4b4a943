/** Starts and signals the workflows of batches and bulk actions. On a signal they read the new state from the store. */
import type { Client } from '@temporalio/client'
import {
  batchChangedSignal,
  batchQueue,
  batchWorkflowId,
  bulkActionType,
  bulkChangedSignal,
  bulkWorkflowId,
  carryBatchType,
  type JobKind,
} from '@/lib/contract/workflows'

type Workflows = Pick<Client, 'workflow'>

const known = {
  batch: { type: carryBatchType, workflowIdOf: batchWorkflowId, signal: batchChangedSignal },
  'bulk action': { type: bulkActionType, workflowIdOf: bulkWorkflowId, signal: bulkChangedSignal },
} as const satisfies Record<JobKind, object>

/** Signals the workflow, and starts it if it is not running. */
export async function tellJob({ workflow }: Workflows, kind: JobKind, id: string): Promise<void> {
  const { type, workflowIdOf, signal } = known[kind]
  await workflow.signalWithStart(type, {
    workflowId: workflowIdOf(id),
    taskQueue: batchQueue,
    args: [id],
    staticSummary: id,
    signal,
  })
}
