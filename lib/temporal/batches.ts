/** The workflows of batches and bulk actions, as seen from outside. Told that a state has changed, they look in the store. */
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

/** Starts the workflow where it does not run. */
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
