/** Workflows whose ids are used once: who starts one first is known to everybody, whatever crashes meanwhile. */
import 'server-only'
import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandleWithFirstExecutionRunId,
  type WorkflowStartOptions,
} from '@temporalio/client'
import { taskQueue } from '@/lib/contract/workflows'
import { callTemporal } from './call'

type Options = Omit<WorkflowStartOptions, 'taskQueue' | 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>

/**
 * Null when the id is taken, by a workflow that goes on or by one that has ended.
 * @param ifUnknown what to do while nobody knows whether it was started
 * @throws ApiError TEMPORAL_UNREACHABLE, NOT_READY
 */
export async function startOnce(
  type: string,
  options: Options,
  ifUnknown: string,
): Promise<WorkflowHandleWithFirstExecutionRunId | null> {
  try {
    return await callTemporal(
      ({ client }) =>
        client.workflow.start(type, {
          ...options,
          taskQueue,
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
        }),
      { ifUnknown },
    )
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null
    throw error
  }
}
