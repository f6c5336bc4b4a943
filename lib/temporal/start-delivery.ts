/** Starts the workflow that delivers packets of the store: once for each name, however often it is asked. */
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import { type Assignment, dataRoutingType, taskQueue } from '@/lib/contract/workflows'

/** False when a workflow has this name already, under way or ended. */
export async function startDelivery(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  assignment: Assignment,
): Promise<boolean> {
  try {
    await client.workflow.start(dataRoutingType, {
      workflowId,
      taskQueue,
      args: [assignment],
      staticSummary: summaryOf(assignment),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}

/** What Temporal's own pages show of it. */
function summaryOf({ packets }: Assignment): string {
  const [first] = packets
  return packets.length === 1 && first !== undefined ? `packet ${first.id}` : `${packets.length} packets`
}
