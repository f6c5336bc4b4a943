/** Stops and releases the task queues of what goes out to providers, and of what waits for that. */
import type { ConnectionLike } from '@temporalio/client'
import proto from '@temporalio/proto'
import { carrierQueue, pausedQueue } from '@/lib/contract/workflows'

const { TASK_QUEUE_TYPE_ACTIVITY: activities } = proto.temporal.api.enums.v1.TaskQueueType

/**
 * While sending is paused Temporal gives out nothing of these providers' queues, nor of the look-ups that wait for the
 * end of the pause; what waits there costs nothing and is released by calling this again. What a worker has got already is for the worker to hold back.
 */
export async function limitQueues(
  { workflowService }: Pick<ConnectionLike, 'workflowService'>,
  namespace: string,
  providers: readonly string[],
  isPaused: boolean,
): Promise<void> {
  const reason = isPaused ? 'all sending is paused' : 'sending is not paused'
  // Left out, the limit is lifted.
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
