/** The worker process: polls Temporal for deliveries and does their work. */
import { setTimeout as pause } from 'node:timers/promises'
import { makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { checkCallback } from '@/lib/carrier/callback-check'
import { loadProviders } from '@/lib/carrier/provider-file'
import { EnvError } from '@/lib/contract/env'
import { taskQueue } from '@/lib/contract/workflows'
import { readTemporal, type TemporalSettings } from '@/lib/temporal/settings'
import { explainTrouble } from '@/lib/temporal/trouble'
import { createActivities } from './activities'
import { askIntake, warnOfForeign } from './activities/ask-intake'
import { createIsAwaited } from './activities/is-awaited'
import { heartbeatThrottle } from './activities/transmit'
import { connectDirectory } from './directory/connect-directory'
import { readEnv, type WorkerEnv, webAddress } from './env'
import { activityLog } from './interceptors/activity-log'
import { createLog, createSdkLogger } from './log'

async function main(): Promise<void> {
  const env = readEnv(process.env)
  const temporal = readTemporal(process.env)
  const log = createLog(env.LOG_LEVEL)
  Runtime.install({
    logger: createSdkLogger(log),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    workerHeartbeatInterval: '2 seconds',
    // Through our log, because the native part would print task tokens.
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  })
  const connection = await connect(temporal)
  try {
    const worker = await createWorker(env, connection, temporal.namespace, log)
    const running = worker.run()
    // Plainly, for whoever starts it waits for this line, also when little is logged.
    process.stdout.write('worker ready\n')
    // Told at once rather than at the first silent provider. No answer is nothing to tell: the other may start later.
    void askIntake(webAddress(env)).then((answer) =>
      warnOfForeign(answer, (facts, words) => log.warn(facts, words)),
    )
    void tellOfCallback(env, log)
    await running
    log.info('worker stopped')
  } finally {
    await connection.close()
  }
}

/** A server that takes the connection and then says nothing would be waited for without end. */
const CONNECT_LIMIT_MS = 10_000

/** The web process may still be starting. */
const callbackTries = 6
const callbackPauseMs = 5_000

/** Says once where the address leads that carriers are told: receipts that go astray are missed nowhere else. */
async function tellOfCallback(env: WorkerEnv, log: ReturnType<typeof createLog>): Promise<void> {
  for (let tries = 1; ; tries++) {
    const answer = await checkCallback(env.CALLBACK_URL, env.TOKEN_KEYS)
    if (answer.is === 'right') return log.info('CALLBACK_URL leads to the receipts of this installation')
    if (answer.is === 'wrong' || tries === callbackTries) return log.warn(answer.said)
    await pause(callbackPauseMs, undefined, { ref: false })
  }
}

/** @throws EnvError with what is wrong with the server, the address, the namespace or the credentials */
async function connect(temporal: TemporalSettings): Promise<NativeConnection> {
  const limit = new AbortController()
  try {
    const connection = await Promise.race([
      NativeConnection.connect(temporal.connectionOptions),
      pause(CONNECT_LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
        throw new Error(`no answer within ${CONNECT_LIMIT_MS / 1000} s`)
      }),
    ])
    const { namespace } = temporal
    await connection.withDeadline(Date.now() + CONNECT_LIMIT_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    )
    return connection
  } catch (error) {
    throw new EnvError(await explainTrouble(error, temporal))
  } finally {
    limit.abort()
  }
}

async function createWorker(
  env: WorkerEnv,
  connection: NativeConnection,
  namespace: string,
  log: ReturnType<typeof createLog>,
): Promise<Worker> {
  const providers = loadProviders(env.PROVIDERS_FILE, process.env, 'handOver')
  const activities = createActivities({
    providers,
    ...(await connectDirectory({ connection, namespace }, env.BREAKER_PROBE_MS, log)),
    isAwaited: createIsAwaited({ connection, namespace }),
    probeDestination: env.PROBE_DESTINATION,
    tokenKeys: env.TOKEN_KEYS,
    callbackUrl: env.CALLBACK_URL,
    webUrl: webAddress(env),
    errorChance: env.ERROR_CHANCE,
    seed: env.SEED ?? null,
    graceMs: env.GRACE_MS,
    settlingMs: env.SETTLING_MS,
    atOnce: env.MAX_CONCURRENT_TASKS,
  })
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    workflowBundle: { codePath: env.WORKFLOW_BUNDLE_PATH },
    interceptors: { activity: [activityLog(log)] },
    maxConcurrentActivityTaskExecutions: env.MAX_CONCURRENT_TASKS,
    maxConcurrentLocalActivityExecutions: env.MAX_CONCURRENT_TASKS,
    ...heartbeatThrottle,
    // A killed worker's deliveries wait this long before another worker may take them over.
    stickyQueueScheduleToStartTimeout: '1 second',
    // A hand-over that has just got its turn, after 4 s, has its 5 s and a second to ask whether the fault was ours.
    // Whoever starts workers has to give them longer than this: scripts/stack/worker.ts, docker-compose.yml.
    shutdownGraceTime: '11 seconds',
    shutdownForceTime: '15 seconds',
  })
}

main().catch((error: unknown) => {
  const expected = error instanceof EnvError
  // The native part would keep a process alive that has not got as far as a connection.
  process.stderr.write(`${expected ? error.message : formatUnexpected(error)}\n`, () => process.exit(1))
})

function formatUnexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
