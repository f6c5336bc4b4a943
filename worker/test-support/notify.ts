/** Runs one notification workflow to its end, for the recorded histories. */
import type { WorkflowHandle } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { controlQueue, type NotifyStep, notifyQueue, notifyWorkflowId } from '@/lib/contract/workflows'
import { wakeNotifying } from '@/lib/temporal/notifying'
import { ScriptedCarrier } from './scripted-carrier'
import { createWorker } from './temporal'

const receiver = 's1'

/** The first try fails, another packet arrives meanwhile, and all are told in the end. */
export async function notify(environment: TestWorkflowEnvironment): Promise<WorkflowHandle> {
  const steps: NotifyStep[] = [{ againInMs: 60_000 }, { againInMs: 0 }, { againInMs: 500 }]
  const activities = {
    ...new ScriptedCarrier(environment, { providers: {} }).activities,
    notify: async (): Promise<NotifyStep> => {
      const step = steps.shift() ?? { againInMs: null }
      if (step.againInMs === 60_000) await wakeNotifying(environment.client, receiver)
      return step
    },
  }
  const sending = await createWorker(environment, activities, { taskQueue: notifyQueue, providers: [] })
  const running = sending.run()
  const worker = await createWorker(environment, activities, { taskQueue: controlQueue, providers: [] })
  const handle = await worker.runUntil(async () => {
    await wakeNotifying(environment.client, receiver)
    const handle = environment.client.workflow.getHandle(notifyWorkflowId(receiver))
    await handle.result()
    return handle
  })
  sending.shutdown()
  await running
  return handle
}
