/** Runs one probing workflow to its end, for the recorded histories. */
import type { WorkflowHandle } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { controlQueue, type ProbeStep, probeWorkflowId } from '@/lib/contract/workflows'
import { startProbing } from '@/lib/temporal/probing'
import { ScriptedCarrier } from './scripted-carrier'
import { createWorker } from './temporal'

const provider = 'RouteA'

/** An open breaker is probed once, and is closed by that. */
export async function probe(environment: TestWorkflowEnvironment): Promise<WorkflowHandle> {
  const steps: ProbeStep[] = [
    { do: 'wait', until: Date.now() + 500 },
    { do: 'probe', order: { provider, number: 2, receiptTimeoutMs: 5_000 } },
  ]
  const activities = {
    ...new ScriptedCarrier(environment, { providers: {} }).activities,
    followProbe: async (): Promise<ProbeStep> => steps.shift() ?? { do: 'end' },
  }
  const worker = await createWorker(environment, activities, { taskQueue: controlQueue })
  return worker.runUntil(async () => {
    await startProbing(environment.client, provider)
    const handle = environment.client.workflow.getHandle(probeWorkflowId(provider))
    await handle.result()
    return handle
  })
}
