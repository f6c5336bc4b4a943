/** The worker process: polls Temporal for deliveries and does their work. */
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '@temporalio/activity'
import { Client } from '@temporalio/client'
import {
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker'
import { checkCallback } from '@/lib/carrier/callback-check'
import { loadProviders } from '@/lib/carrier/provider-file'
import { EnvError } from '@/lib/contract/env'
import { batchQueue, controlQueue, notifyQueue, taskQueue } from '@/lib/contract/workflows'
import { Notifier } from '@/lib/notify/post-notification'
import type { QuietRule } from '@/lib/packet/apply'
import { loadQuietHours } from '@/lib/schedule/settings-file'
import { findProvidersInFlight } from '@/lib/store/hand-overs'
import { sumAttempts } from '@/lib/store/scoreboard'
import { migrateStore, openStore, type Store, StoreError, storeErrorOf } from '@/lib/store/store'
import { signalHandedOver, startDelivery } from '@/lib/temporal/deliveries'
import { observedCalls } from '@/lib/temporal/observed-calls'
import { readTemporal, type TemporalSettings } from '@/lib/temporal/settings'
import { explainTrouble } from '@/lib/temporal/trouble'
import { startTracing, stopTracing, tracing } from '@/lib/tracing/tracing'
import { createActivities } from './activities'
import { handOversIn } from './activities/context'
import { heartbeatThrottle } from './activities/hand-over'
import { AlertWatch } from './alert-watch'
import { CarrierWorkers } from './carrier-workers'
import { connectDirectory } from './directory/connect-directory'
import { qualityWindowMs } from './directory/recent-quality'
import { Upkeep } from './directory/upkeep'
import { readEnv, type WorkerEnv } from './env'
import { observedActivities } from './interceptors/observed-activities'
import { createLog, createSdkLogger } from './log'
import {
  createMetrics,
  freePort,
  libraryMetrics,
  measureDirectory,
  measuredHandOvers,
  serveMetrics,
  type WorkerMetrics,
} from './metrics'
import { NotificationWatch } from './notification-watch'
import { Standing } from './standing'
import { StoreWatch } from './store-watch'
import { Sweeper, tellCancel } from './sweeper'

async function main(): Promise<void> {
  const env = readEnv(process.env)
  const temporal = readTemporal(process.env)
  const log = createLog(env.LOG_LEVEL)
  const metrics = createMetrics(log)
  const libraryPort = env.METRICS_PORT === undefined ? null : await freePort()
  Runtime.install({
    logger: createSdkLogger(log),
    shutdownSignals: [...stopSignals],
    workerHeartbeatInterval: '2 seconds',
    // Logs go through our log, because the native part would print task tokens.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      ...(libraryPort !== null && { metrics: libraryMetrics(libraryPort) }),
    },
  })
  await startTracing('waybill-worker', process.env)
  await serveMetrics(metrics, libraryPort, env)
  const connection = await connect(temporal)
  const store = await connectStore(env)
  const { namespace } = temporal
  const client = new Client({
    connection,
    namespace,
    interceptors: { workflow: [observedCalls(metrics.call), ...tracedCalls()] },
  })
  const watch = new StoreWatch(store.db, client, log)
  const quietUntil = loadQuietHours(env.SETTINGS_FILE)
  const sweeper = new Sweeper({
    db: store.db,
    client,
    log,
    quietUntil,
    retention: {
      contentsDays: env.RETAIN_CONTENTS_DAYS,
      packetsDays: env.RETAIN_PACKETS_DAYS,
      auditDays: env.RETAIN_AUDIT_DAYS,
    },
    watch,
    // The supervisor starts another worker, which then waits in `waitWhileSetBack`.
    onSetBack: () => {
      process.exitCode = 1
      stop()
    },
  })
  const notifications = new NotificationWatch({ db: store.db, client, log, now: Date.now })
  const alerts = new AlertWatch({ db: store.db, client, log, now: Date.now })
  let stop = () => {}
  try {
    if (!(await waitWhileSetBack(watch, log))) return
    const { workers, carriers, providers, upkeep, standing } = await createWorkers(
      env,
      { connection, client, namespace, store, quietUntil, metrics },
      log,
    )
    const running = Promise.all(workers.map((worker) => worker.run()))
    await carriers.serve(providers)
    stop = () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    }
    const sweeping = Promise.all([
      sweeper.run(),
      upkeep.run(),
      standing.run(),
      notifications.run(),
      alerts.run(),
      serveInFlight(carriers, store, running),
    ])
    sayReady()
    void tellOfCallback(env, log)
    await running
    sweeper.stop()
    upkeep.stop()
    standing.stop()
    notifications.stop()
    alerts.stop()
    await sweeping
    await carriers.stop()
    log.info('worker stopped')
  } finally {
    await store.close()
    await connection.close()
    await stopTracing()
  }
}

/** Written as plain text at every log level, because the process that starts the worker waits for this line. */
function sayReady(): void {
  process.stdout.write('worker ready\n')
}

/** Empty where tracing is off. */
function tracedCalls() {
  const trace = tracing()
  return trace === null ? [] : [trace.client]
}

function tracedActivities() {
  const trace = tracing()
  return trace === null ? [] : [(context: Context) => ({ inbound: trace.activity(context) })]
}

const stopSignals = ['SIGTERM', 'SIGINT'] as const

/** Polls no task queue while the store is set back. Returns false when the process was told to stop meanwhile. */
async function waitWhileSetBack(watch: StoreWatch, log: ReturnType<typeof createLog>): Promise<boolean> {
  const stopped = new AbortController()
  const { signal } = stopped
  for (const name of stopSignals) process.once(name, () => stopped.abort())
  for (let isTold = false; !signal.aborted; ) {
    try {
      if (!(await watch.isSetBack())) return true
      // Report readiness: nothing else is to wait for this worker. The store is reconciled while it runs.
      if (!isTold) sayReady()
    } catch (error) {
      if (!isTold)
        log.warn({ error: storeErrorOf(error) }, 'the store could not be compared with Temporal; tried again')
    }
    isTold = true
    await pause(setBackPauseMs, undefined, { signal }).catch(() => undefined)
  }
  return false
}

const setBackPauseMs = 1_000

/** Without this limit a server that accepts the connection and then says nothing would be waited for without end. */
const CONNECT_LIMIT_MS = 10_000

/** Several tries, because the web process may still be starting. */
const callbackTries = 6
const callbackPauseMs = 5_000

/** Checks once where CALLBACK_URL leads, and logs it: no other part would notice that receipts go astray. */
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

/** @throws EnvError when the database cannot be used */
async function connectStore({ DATABASE_URL: url, MAX_CONCURRENT_TASKS }: WorkerEnv): Promise<Store> {
  try {
    await migrateStore(url)
  } catch (error) {
    const told = storeErrorOf(error)
    if (told instanceof StoreError)
      throw new EnvError(`DATABASE_URL: ${told.message}; start the server, or correct it.`)
    throw told
  }
  return openStore({ url, name: 'worker', max: Math.min(20, MAX_CONCURRENT_TASKS) })
}

const inFlightMs = 5_000

/** A provider that was taken out of the file may still have packets in its queue; they must not wait for ever. */
async function serveInFlight(
  carriers: CarrierWorkers,
  store: Store,
  running: Promise<unknown>,
): Promise<void> {
  const stopped = running.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([stopped, pause(inFlightMs, false, { ref: false })]))) {
    // While the store is away nothing is handed over anyway, so its failure is ignored.
    await findProvidersInFlight(store.db)
      .then((providers) => carriers.serve(providers))
      .catch(() => undefined)
  }
}

interface Connections {
  connection: NativeConnection
  client: Client
  namespace: string
  store: Store
  quietUntil: QuietRule
  metrics: WorkerMetrics
}

/**
 * Creates one worker for packets, one for controls, which must not wait behind packets, and those for batches,
 * notifications and carriers.
 */
async function createWorkers(
  env: WorkerEnv,
  { connection, client, namespace, store, quietUntil, metrics }: Connections,
  log: ReturnType<typeof createLog>,
): Promise<{
  workers: Worker[]
  carriers: CarrierWorkers
  providers: string[]
  upkeep: Upkeep
  standing: Standing
}> {
  const providers = loadProviders(env.PROVIDERS_FILE, process.env, 'handOver')
  const known = connectDirectory(
    { store, client, log },
    () => sumAttempts(store.db, Date.now() - qualityWindowMs),
    env.BREAKER_PROBE_MS,
  )
  measureDirectory(metrics, known.directory)
  const activities = createActivities({
    store,
    handOvers: measuredHandOvers(handOversIn(store.db), metrics),
    tellHandedOver: (workflowId, answers) => signalHandedOver(client, workflowId, answers),
    quietUntil,
    startDelivery: async (group) => {
      await startDelivery(client, group)
    },
    tellCancel: (untold) => tellCancel({ db: store.db, client }, untold),
    providers,
    ...known,
    probeDestination: env.PROBE_DESTINATION ?? null,
    tokenKeys: env.TOKEN_KEYS,
    callbackUrl: env.CALLBACK_URL,
    routingService: env.ROUTING_URL ? { url: env.ROUTING_URL, fallback: env.ROUTING_FALLBACK } : null,
    greetingUrl: env.GREETING_URL ?? null,
    seed: env.SEED ?? null,
    notifying: {
      notifier: new Notifier(env.NOTIFY_ALLOW_PRIVATE),
      secrets: env.NOTIFY_SECRET,
      now: Date.now,
      random: Math.random,
    },
    graceMs: env.GRACE_MS,
    settlingMs: env.SETTLING_MS,
    atOnce: env.MAX_CONCURRENT_TASKS,
  })
  // The default of Temporal's library, set here because the store and other processes identify this worker by it.
  const identity = `${process.pid}@${hostname()}`
  const limits: Partial<WorkerOptions> = {
    identity,
    interceptors: { activity: [...tracedActivities(), observedActivities(log, metrics)] },
    // A hand-over that has just got its turn has 5 s, and one more second to find out whether the fault was ours.
    // Whatever starts workers has to give them longer than this to stop: scripts/stack/parts.ts, docker-compose.yml.
    shutdownGraceTime: '11 seconds',
    shutdownForceTime: '15 seconds',
  }
  const atOnce = env.MAX_CONCURRENT_TASKS
  const carriers = new CarrierWorkers({ connection, namespace, activities, atOnce, options: limits })
  const shared: Omit<WorkerOptions, 'taskQueue'> = {
    ...limits,
    connection,
    namespace,
    activities,
    workflowBundle: { codePath: env.WORKFLOW_BUNDLE_PATH },
    // After a worker is killed, its workflows wait this long before another worker may take them over.
    stickyQueueScheduleToStartTimeout: '1 second',
  }
  const packets = await Worker.create({
    ...shared,
    taskQueue,
    maxConcurrentActivityTaskExecutions: atOnce,
    maxConcurrentLocalActivityExecutions: atOnce,
    ...promptly,
    ...heartbeatThrottle,
  })
  const controls = await Worker.create({ ...shared, taskQueue: controlQueue, ...small })
  const notifications = await Worker.create({
    ...limits,
    connection,
    namespace,
    taskQueue: notifyQueue,
    activities: { notify: activities.notify },
    maxConcurrentActivityTaskExecutions: receiversAtOnce,
  })
  const batches = await Worker.create({ ...shared, taskQueue: batchQueue, ...small, ...manyAtOnce })
  const names = providers.map(({ name }) => name)
  const upkeep = new Upkeep({ directory: known.directory, providers: names, client, namespace, log })
  const standing = new Standing({ db: store.db, client, identity, directory: known.directory, log })
  return {
    workers: [packets, controls, batches, notifications],
    carriers,
    providers: names,
    upkeep,
    standing,
  }
}

/**
 * With thousands of packets under way, a new packet must not wait behind all of their work. So few workflow tasks run
 * at once, which keeps each one quick, and more than half of the polls are for new workflows (the non-sticky queue).
 * Measured as `fairness` by `npm run bench`.
 */
const promptly = { maxConcurrentWorkflowTaskExecutions: 10, nonStickyToStickyPollRatio: 0.6 } as const

/** High, because these activities mostly wait for answers. */
const receiversAtOnce = 500

/** Enough for a few workflows that are mostly waiting. */
const small = {
  maxConcurrentActivityTaskExecutions: 20,
  maxCachedWorkflows: 50,
  workflowThreadPoolSize: 1,
} as const

/**
 * Each running batch or bulk action occupies one activity slot for its whole duration; further ones wait for a free
 * slot.
 */
const manyAtOnce = { maxConcurrentActivityTaskExecutions: 100 } as const

main().catch((error: unknown) => {
  const expected = error instanceof EnvError
  // Exit explicitly: the native part keeps a process alive that fails before it has a connection.
  process.stderr.write(`${expected ? error.message : formatUnexpected(error)}\n`, () => process.exit(1))
})

function formatUnexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
