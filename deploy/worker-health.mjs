// Health check of a worker's container: has Temporal heard from the worker on this host within the last seconds?
import { hostname } from 'node:os'
import { Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'

const TASK_QUEUE = 'data-routing'

/** Workers send a heartbeat every 2 s. */
const SILENCE_MS = 10_000
const CALL_LIMIT_MS = 5_000

const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
const connection = Connection.lazy(connectionOptions)
const { workersInfo } = await connection.withDeadline(Date.now() + CALL_LIMIT_MS, () =>
  connection.workflowService.listWorkers({ namespace, pageSize: 1000, query: `TaskQueue = '${TASK_QUEUE}'` }),
)
await connection.close()

const alive = workersInfo.some(({ workerHeartbeat }) => {
  const heardAt = Number(workerHeartbeat?.heartbeatTime?.seconds ?? 0) * 1000
  return workerHeartbeat?.hostInfo?.hostName === hostname() && Date.now() - heardAt < SILENCE_MS
})
if (!alive) {
  process.stderr.write(
    `Temporal has not heard from the worker on ${hostname()} for ${SILENCE_MS / 1000} s.\n`,
  )
  process.exitCode = 1
}
