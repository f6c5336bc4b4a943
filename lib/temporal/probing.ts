/** Starts the workflow that probes a provider. */
import type { Client } from '@temporalio/client'
import { controlQueue, probeProviderType, probeWorkflowId, wakeSignal } from '@/lib/contract/workflows'

type WorkflowClient = Pick<Client, 'workflow'>

function startOf(provider: string) {
  return {
    workflowId: probeWorkflowId(provider),
    taskQueue: controlQueue,
    args: [provider],
    staticSummary: provider,
  }
}

/** Does nothing if the workflow runs already. */
export async function startProbing({ workflow }: WorkflowClient, provider: string): Promise<void> {
  await workflow.start(probeProviderType, {
    ...startOf(provider),
    workflowIdConflictPolicy: 'USE_EXISTING',
  })
}

/** Starts the workflow; one that waits for the next probe reads the directory at once. */
export async function wakeProbing({ workflow }: WorkflowClient, provider: string): Promise<void> {
  await workflow.signalWithStart(probeProviderType, { ...startOf(provider), signal: wakeSignal })
}
