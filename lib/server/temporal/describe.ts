/** Reads the state of a workflow and of the workers from Temporal, and converts its timestamps. */
import 'server-only'
import proto, { type google, type temporal } from '@temporalio/proto'
import { taskQueue } from '@/lib/contract/workflows'
import { callTemporal } from './call'
import { isNotFound } from './errors'

interface WorkflowDescription {
  info: temporal.api.workflow.v1.IWorkflowExecutionInfo
  /** The task that a worker is executing or is to take; null when there is none. */
  task: temporal.api.workflow.v1.IPendingWorkflowTaskInfo | null
}

/**
 * One read, consistent with the workflow's last task; null when the workflow does not exist.
 *
 * @throws ApiError TEMPORAL_UNREACHABLE
 */
export async function describeWorkflow(execution: {
  workflowId: string
}): Promise<WorkflowDescription | null> {
  try {
    const described = await callTemporal(({ service, namespace }) =>
      service.describeWorkflowExecution({ namespace, execution }),
    )
    const { workflowExecutionInfo: info, pendingWorkflowTask: task } = described
    return info ? { info, task: task ?? null } : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** Workers send a heartbeat every 2 s; after three missing ones a worker counts as silent. */
export const silenceMs = 6500

const running = proto.temporal.api.enums.v1.WorkerStatus.WORKER_STATUS_RUNNING

/**
 * Counts the running workers of our task queue that have sent a heartbeat recently. Pollers are not counted, because
 * Temporal lists a poller for minutes after its process has died.
 */
export async function countLiveWorkers(limitMs: number): Promise<number> {
  const { workers, workersInfo } = await callTemporal(
    ({ service, namespace }) =>
      service.listWorkers({ namespace, pageSize: 1000, query: `TaskQueue = '${taskQueue}'` }),
    { limitMs },
  )
  // A server that reports no heartbeats still reports which workers have shut down.
  if (workersInfo.length === 0) return workers.filter(({ status }) => status === running).length
  const now = Date.now()
  return workersInfo.filter(({ workerHeartbeat }) => {
    const heardAt = millis(workerHeartbeat?.heartbeatTime)
    return workerHeartbeat?.status === running && heardAt !== null && now - heardAt < silenceMs
  }).length
}

/** Milliseconds since the epoch. */
export function millis(time: google.protobuf.ITimestamp | null | undefined): number | null {
  if (!time) return null
  return Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6)
}
