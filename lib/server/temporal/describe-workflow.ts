import 'server-only'
import type { temporal } from '@temporalio/proto'
import { type CallOptions, callTemporal } from './call'
import { isNotFound } from './errors'

export interface WorkflowDescription {
  info: temporal.api.workflow.v1.IWorkflowExecutionInfo
  /** The task that a worker has or is to take; null when there is none. */
  task: temporal.api.workflow.v1.IPendingWorkflowTaskInfo | null
}

/** One read, consistent with the workflow's last task; null when there is no such workflow. @throws ApiError TEMPORAL_UNREACHABLE */
export async function describeWorkflow(
  execution: { workflowId: string; runId?: string },
  options: CallOptions = {},
): Promise<WorkflowDescription | null> {
  try {
    const described = await callTemporal(
      ({ service, namespace }) => service.describeWorkflowExecution({ namespace, execution }),
      options,
    )
    const { workflowExecutionInfo: info, pendingWorkflowTask: task } = described
    return info ? { info, task: task ?? null } : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}
