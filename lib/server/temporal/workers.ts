/** Which workers are alive, by their heartbeats: a poller is listed for minutes after its process has died. */
import 'server-only'
import proto from '@temporalio/proto'
import { taskQueue } from '@/lib/contract/workflows'
import { callTemporal } from './call'
import { millis } from './time'

/** Workers send a heartbeat every 2 s. */
const silenceMs = 6500

const running = proto.temporal.api.enums.v1.WorkerStatus.WORKER_STATUS_RUNNING

/** Workers of our task queue that were heard from within the last seconds and are not shutting down. */
export async function countLiveWorkers(limitMs: number): Promise<number> {
  const { workers, workersInfo } = await callTemporal(
    ({ service, namespace }) =>
      service.listWorkers({ namespace, pageSize: 1000, query: `TaskQueue = '${taskQueue}'` }),
    { limitMs },
  )
  // A server that tells no heartbeats any more still tells who has shut down.
  if (workersInfo.length === 0) return workers.filter(({ status }) => status === running).length
  const now = Date.now()
  return workersInfo.filter(({ workerHeartbeat }) => {
    const heardAt = millis(workerHeartbeat?.heartbeatTime)
    return workerHeartbeat?.status === running && heardAt !== null && now - heardAt < silenceMs
  }).length
}
