/** The web process's only connection to Temporal. Created lazily, so that pages work while Temporal is down. */
import 'server-only'
import { Client, Connection, makeGrpcRetryInterceptor } from '@temporalio/client'
import { settings } from '@/lib/server/env'
import { counted } from '@/lib/server/metrics/counted'
import { processWide } from '@/lib/server/process-wide'
import { observedCalls } from '@/lib/temporal/observed-calls'
import { channelArgs } from '@/lib/temporal/settings'
import { tracing } from '@/lib/tracing/tracing'
import { isPassing } from './errors'

export interface Temporal {
  connection: Connection
  client: Client
  namespace: string
  service: Connection['workflowService']
}

export const temporal = processWide('temporal', (): Temporal => {
  const { connectionOptions, namespace } = settings().temporal
  const connection = Connection.lazy({
    ...connectionOptions,
    // The default back-off grows to two minutes; users should see a recovered server within seconds.
    channelArgs: {
      ...channelArgs(connectionOptions.address),
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 1500,
    },
    interceptors: [fewRetries()],
  })
  const { client: traceCalls } = tracing() ?? {}
  const traces = traceCalls === undefined ? [] : [traceCalls]
  const client = new Client({
    connection,
    namespace,
    interceptors: {
      workflow: [observedCalls((call) => counted().call(call)), ...traces],
    },
  })
  return { connection, client, namespace, service: connection.workflowService }
})

/** The library's default retries would exceed the time that a request may take. */
function fewRetries() {
  return makeGrpcRetryInterceptor({
    delayFunction: (attempt) => 100 * attempt,
    retryableDecider: (attempt, status) => attempt < 4 && isPassing(status.code),
  })
}
