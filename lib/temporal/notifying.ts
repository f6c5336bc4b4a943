/** Starts the workflows that tell receivers. */
import type { Client } from '@temporalio/client'
import { controlQueue, notifyReceiverType, notifyWorkflowId, wakeSignal } from '@/lib/contract/workflows'

/** One that runs looks for what is due once more. */
export async function wakeNotifying({ workflow }: Pick<Client, 'workflow'>, receiver: string): Promise<void> {
  await workflow.signalWithStart(notifyReceiverType, {
    workflowId: notifyWorkflowId(receiver),
    taskQueue: controlQueue,
    args: [receiver],
    staticSummary: receiver,
    signal: wakeSignal,
  })
}
