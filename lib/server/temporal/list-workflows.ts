import 'server-only'
import type { temporal } from '@temporalio/proto'
import { callTemporal } from './call'

export interface WorkflowPage {
  executions: temporal.api.workflow.v1.IWorkflowExecutionInfo[]
  /** Where the next page begins; null at the end. */
  next: Uint8Array | null
}

/** One page of what visibility finds. @throws ApiError TEMPORAL_UNREACHABLE; what Temporal says of a bad token */
export async function listWorkflows(
  query: string,
  pageSize: number,
  pageToken: Uint8Array | null = null,
): Promise<WorkflowPage> {
  const { executions, nextPageToken } = await callTemporal(({ service, namespace }) =>
    service.listWorkflowExecutions({
      namespace,
      query,
      pageSize,
      ...(pageToken && { nextPageToken: pageToken }),
    }),
  )
  return { executions: executions ?? [], next: nextPageToken?.length ? nextPageToken : null }
}
