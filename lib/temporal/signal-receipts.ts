/** Tells a workflow of the receipts for its packets; by its name, so that it is heard after a reset as well. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { type ReceiptSignal, receiptsSignal } from '@/lib/contract/workflows'

/** False when the workflow has closed, or has not begun. */
export async function signalReceipts(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  receipts: readonly ReceiptSignal[],
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(receiptsSignal, receipts)
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
