/** What Temporal says of a workflow, whatever the workflow does. */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import proto, { type temporal } from '@temporalio/proto'
import type { z } from 'zod'

export type ExecutionInfo = temporal.api.workflow.v1.IWorkflowExecutionInfo

const { WORKFLOW_EXECUTION_STATUS_RUNNING: running } = proto.temporal.api.enums.v1.WorkflowExecutionStatus

export function isOpen(info: ExecutionInfo): boolean {
  return info.status === running
}

/** One entry of the memo, as its schema promises it; null when it is missing or something else. */
export function memoEntry<S extends z.ZodType>(
  info: ExecutionInfo,
  key: string,
  schema: S,
): z.infer<S> | null {
  const payload = info.memo?.fields?.[key]
  if (!payload) return null
  const parsed = schema.safeParse(defaultPayloadConverter.fromPayload(payload))
  return parsed.success ? parsed.data : null
}
