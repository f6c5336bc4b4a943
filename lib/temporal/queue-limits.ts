/** Stops and releases the task queues of hand-overs to providers and of look-ups that wait for a pause to end. */
import type { ConnectionLike } from '@temporalio/client'
import proto from '@temporalio/proto'
import { carrierQueue, pausedQueue } from '@/lib/contract/workflows'

const { TASK_QUEUE_TYPE_ACTIVITY: activities } = proto.temporal.api.enums.v1.TaskQueueType

/**
 * While sending is paused, Temporal dispatches no task from these providers' queues, nor the look-ups that wait for the
 * end of the pause. Waiting tasks cost nothing, and a call with `isPaused` false releases them. Tasks that a worker
 * already has must be held back by the worker.
 */
export async function limitQueues(
  { workflowService }: Pick<ConnectionLike, 'workflowService'>,
  namespace: string,
  providers: readonly string[],
  isPaused: boolean,
): Promise<void> {
  const reason = isPaused ? 'all sending is paused' : 'sending is not paused'
  // Null lifts the limit.
  const rateLimit = isPaused ? { requestsPerSecond: 0 } : null
  await Promise.all(
    [pausedQueue, ...providers.map(carrierQueue)].map((queue) =>
      workflowService.updateTaskQueueConfig({
        namespace,
        identity: 'waybill',
        taskQueue: queue,
        taskQueueType: activities,
        updateQueueRateLimit: { rateLimit, reason },
      }),
    ),
  )
}
