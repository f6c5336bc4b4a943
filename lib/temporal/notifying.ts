/** Starts the workflows that send notifications to receivers. */
import type { Client } from '@temporalio/client'
import { controlQueue, notifyReceiverType, notifyWorkflowId, wakeSignal } from '@/lib/contract/workflows'

/** If the workflow runs already, it checks once more for notifications that are due. */
export async function wakeNotifying({ workflow }: Pick<Client, 'workflow'>, receiver: string): Promise<void> {
  await workflow.signalWithStart(notifyReceiverType, {
    workflowId: notifyWorkflowId(receiver),
    taskQueue: controlQueue,
    args: [receiver],
    staticSummary: receiver,
    signal: wakeSignal,
  })
}
