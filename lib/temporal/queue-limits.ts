/** Stops and releases the task queues of what goes out to providers. */
import type { ConnectionLike } from '@temporalio/client'
import proto from '@temporalio/proto'
import { carrierQueue } from '@/lib/contract/workflows'

const { TASK_QUEUE_TYPE_ACTIVITY: activities } = proto.temporal.api.enums.v1.TaskQueueType

/**
 * While sending is paused Temporal gives out nothing of these providers' queues; what waits there costs nothing and is
 * released by calling this again. What a worker has got already is for the worker to hold back.
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
    providers.map((provider) =>
      workflowService.updateTaskQueueConfig({
        namespace,
        identity: 'waybill',
        taskQueue: carrierQueue(provider),
        taskQueueType: activities,
        updateQueueRateLimit: { rateLimit, reason },
      }),
    ),
  )
}
