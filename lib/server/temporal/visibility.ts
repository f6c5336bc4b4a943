/** What visibility finds and counts. */
import 'server-only'
import { type CallOptions, callTemporal } from './call'
import type { ExecutionInfo } from './execution-info'
import { nextPage } from './page-token'

export interface WorkflowPage {
  executions: ExecutionInfo[]
  /** Where the next page begins; null at the end. */
  next: Uint8Array | null
}

/** @throws ApiError TEMPORAL_UNREACHABLE; what Temporal says of a bad token */
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
  return { executions: executions ?? [], next: nextPage(nextPageToken) }
}

/** @throws ApiError TEMPORAL_UNREACHABLE */
export async function countWorkflows(query: string, options: CallOptions = {}): Promise<number> {
  const { count } = await callTemporal(
    ({ service, namespace }) => service.countWorkflowExecutions({ namespace, query }),
    options,
  )
  return Number(count ?? 0)
}
