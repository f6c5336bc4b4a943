/** Starts workflows whose waits the server skips; the client library has no option for that yet. */
import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import {
  type Assignment,
  controlQueue,
  type DeliveryRequest,
  dataRoutingType,
  greetSomeoneType,
  taskQueue,
  workflowIdOf,
} from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'

export interface Started {
  packetId: string
  handle: WorkflowHandle
  result: () => Promise<Packet>
}

export async function startSkipping(
  environment: TestWorkflowEnvironment,
  request: DeliveryRequest,
  packetId: string = randomUUID(),
): Promise<Started> {
  const handle = await start(environment, workflowIdOf(packetId), request)
  return { packetId, handle, result: () => handle.result() }
}

export function startGroup(
  environment: TestWorkflowEnvironment,
  assignment: Assignment,
): Promise<WorkflowHandle> {
  return start(environment, `packets-${randomUUID()}`, assignment)
}

export function startSelfTest(environment: TestWorkflowEnvironment, name: string): Promise<WorkflowHandle> {
  return start(environment, `self-test-${randomUUID()}`, name, greetSomeoneType, controlQueue)
}

async function start(
  environment: TestWorkflowEnvironment,
  workflowId: string,
  input: DeliveryRequest | Assignment | string,
  type: string = dataRoutingType,
  queue: string = taskQueue,
): Promise<WorkflowHandle> {
  const { runId } = await environment.client.workflowService.startWorkflowExecution({
    namespace: environment.namespace ?? 'default',
    workflowId,
    requestId: randomUUID(),
    workflowType: { name: type },
    taskQueue: { name: queue },
    input: { payloads: [defaultPayloadConverter.toPayload(input)] },
    // The server's default limit is a hundred skipped waits.
    timeSkippingConfig: { enabled: true, maxSessionSkipCount: 1_000_000 },
  })
  return environment.client.workflow.getHandle(workflowId, runId)
}
