import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { WorkflowHandle } from '@temporalio/client'
import { temporal } from '@temporalio/proto'
import { Worker } from '@temporalio/worker'
import { expect, it } from 'vitest'
import { dataRoutingType, packetMemo, taskQueue, workflowIdOf } from '@/lib/contract/workflows'
import { openLedger } from '@/lib/packet/ledger'
import { packLedger } from '@/lib/packet/snapshot'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

const { EventType } = temporal.api.enums.v1

async function eventTypes(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory()
  return (events ?? []).map(({ eventType }) => EventType[eventType ?? 0]?.replace('EVENT_TYPE_', '') ?? '')
}

async function until(handle: WorkflowHandle, type: string): Promise<void> {
  while (!(await eventTypes(handle)).includes(type)) await pause(20)
}

/** Started as the web process does it, with the memo and the attributes of its first moment. */
function start(): Promise<WorkflowHandle> {
  const now = Date.now()
  return server.environment.client.workflow.start(dataRoutingType, {
    taskQueue,
    workflowId: workflowIdOf(randomUUID()),
    args: [{ source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }],
    memo: { [packetMemo]: packLedger(openLedger(now, 4), now) },
  })
}

/**
 * Under load the receipt and the hand-over's answer are both there before a worker gets to the packet again; here
 * that is brought about by letting workflows and activities run in turn.
 */
it('takes two workflow tasks and seventeen events when the first provider confirms', async () => {
  const carrier = new ScriptedCarrier(server.environment, { providers: { A: { do: 'confirm' } } })
  const workflowsOnly = () =>
    createWorker(server.environment, carrier.activities, {
      enableNonLocalActivities: false,
      maxCachedWorkflows: 0,
    })
  const activitiesOnly = Worker.create({
    connection: server.environment.nativeConnection,
    namespace: server.environment.namespace ?? 'default',
    taskQueue,
    activities: carrier.activities,
  })
  const handle = await start()
  await (await workflowsOnly()).runUntil(until(handle, 'ACTIVITY_TASK_SCHEDULED'))
  await (await activitiesOnly).runUntil(until(handle, 'ACTIVITY_TASK_COMPLETED'))
  await (await workflowsOnly()).runUntil(handle.result())
  expect(await eventTypes(handle)).toEqual([
    'WORKFLOW_EXECUTION_STARTED',
    'WORKFLOW_TASK_SCHEDULED',
    'WORKFLOW_TASK_STARTED',
    'WORKFLOW_TASK_COMPLETED',
    'MARKER_RECORDED',
    'ACTIVITY_TASK_SCHEDULED',
    'WORKFLOW_PROPERTIES_MODIFIED',
    'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
    'WORKFLOW_EXECUTION_SIGNALED',
    'WORKFLOW_TASK_SCHEDULED',
    'ACTIVITY_TASK_STARTED',
    'ACTIVITY_TASK_COMPLETED',
    'WORKFLOW_TASK_STARTED',
    'WORKFLOW_TASK_COMPLETED',
    'WORKFLOW_PROPERTIES_MODIFIED',
    'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
    'WORKFLOW_EXECUTION_COMPLETED',
  ])
})
