/** Task queues in Temporal: how many tasks wait in each, and for how long. */
import 'server-only'
import proto from '@temporalio/proto'
import type { QueueHealth } from '@/lib/contract/health-report'
import {
  batchQueue,
  carrierQueue,
  controlQueue,
  notifyQueue,
  pausedQueue,
  taskQueue,
} from '@/lib/contract/workflows'
import { settings } from '@/lib/server/env'
import { callTemporal } from '@/lib/server/temporal/call'

const patienceMs = 2_500

const { TASK_QUEUE_TYPE_WORKFLOW: workflows, TASK_QUEUE_TYPE_ACTIVITY: activities } =
  proto.temporal.api.enums.v1.TaskQueueType

interface Queue {
  name: string
  types: readonly proto.temporal.api.enums.v1.TaskQueueType[]
  /** True if the queue is held while sending is paused. */
  holds: boolean
}

function queues(): Queue[] {
  return [
    { name: taskQueue, types: [workflows, activities], holds: false },
    { name: controlQueue, types: [workflows, activities], holds: false },
    ...settings().providers.map(({ name }) => ({
      name: carrierQueue(name),
      types: [activities],
      holds: true,
    })),
    { name: pausedQueue, types: [activities], holds: true },
    { name: batchQueue, types: [workflows, activities], holds: false },
    { name: notifyQueue, types: [activities], holds: false },
  ]
}

/** Includes the queues of providers that are no longer configured: packets may still be in them. */
export function isOurs(queue: string): boolean {
  return queues().some(({ name }) => name === queue) || queue.startsWith(carrierQueue(''))
}

/**
 * @param serving how many live workers serve each queue
 * @throws ApiError TEMPORAL_UNREACHABLE
 */
export function readQueues(serving: ReadonlyMap<string, number>, isPaused: boolean): Promise<QueueHealth[]> {
  return Promise.all(
    queues().map(async ({ name, types, holds }) => {
      const stats = await Promise.all(types.map((type) => readStats(name, type)))
      const waits = stats.filter(({ backlog }) => backlog > 0)
      return {
        name,
        backlog: stats.reduce((sum, { backlog }) => sum + backlog, 0),
        oldestMs: waits.length === 0 ? null : Math.max(...waits.map(({ oldestMs }) => oldestMs)),
        workers: serving.get(name) ?? 0,
        isHeld: holds && isPaused,
      }
    }),
  )
}

async function readStats(
  name: string,
  taskQueueType: proto.temporal.api.enums.v1.TaskQueueType,
): Promise<{ backlog: number; oldestMs: number }> {
  const { stats } = await callTemporal(
    ({ service, namespace }) =>
      service.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType, reportStats: true }),
    { limitMs: patienceMs },
  )
  const { seconds = 0, nanos = 0 } = stats?.approximateBacklogAge ?? {}
  return {
    backlog: Number(stats?.approximateBacklogCount ?? 0),
    oldestMs: Math.round(Number(seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6),
  }
}
