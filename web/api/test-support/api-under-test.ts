/** The API with everything it needs: a Temporal server, the product's workers and a carrier. */
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll } from 'vitest'
import { loadProviders } from '@/lib/carrier/provider-file'
import { parseTokenKeys } from '@/lib/carrier/token'
import { batchQueue, controlQueue, notifyQueue } from '@/lib/contract/workflows'
import { Notifier } from '@/lib/notify/post-notification'
import type { Packet } from '@/lib/packet/packet'
import { openIntake } from '@/lib/server/receipts/intake'
import { store as webStore } from '@/lib/server/store'
import {
  providerNames,
  setEnvironment,
  type TestEnvironment,
  testRanges,
} from '@/lib/server/test-support/environment'
import { readDirectory } from '@/lib/store/directory'
import type { Store } from '@/lib/store/store'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { signalHandedOver, startDelivery } from '@/lib/temporal/deliveries'
import { createActivities } from '@/worker/activities'
import { handOversIn } from '@/worker/activities/context'
import { AlertWatch } from '@/worker/alert-watch'
import { connectDirectory } from '@/worker/directory/connect-directory'
import type { DirectorySource } from '@/worker/directory/live-directory'
import { Upkeep } from '@/worker/directory/upkeep'
import { NotificationWatch } from '@/worker/notification-watch'
import { StoreWatch } from '@/worker/store-watch'
import { Sweeper, tellCancel } from '@/worker/sweeper'
import { notifyingTo } from '@/worker/test-support/activity-context'
import {
  bundledWorkflows,
  createWorker,
  startTemporal,
  type TestWorker,
} from '@/worker/test-support/temporal'
import { type HandOver, type ReceiptOptions, sendReceipt, TestCarrier } from './carrier'
import { packetWhen, someone, submit } from './packets'

export interface ApiOptions {
  settlingMs?: number
  maxViewers?: number
  /** Additional dynamic configuration of the Temporal server, as `key=JSON`. */
  dynamicConfig?: readonly string[]
  /**
   * The worker's source of the directory. By default it is read for each choice, so that no test has to wait for a
   * change.
   */
  directory?: (store: Store) => DirectorySource
  /** Address of the greeting service, read when the worker starts. By default the worker greets by itself. */
  greetingUrl?: () => string
}

interface Running {
  temporal: TestWorkflowEnvironment
  database: TestDatabase
  carrier: TestCarrier
  secrets: TestEnvironment['receiptSecrets']
  makeWorkers: (workflows?: string) => Promise<TestWorker[]>
}

/** The API for the tests of one file: starts before the first of them and stops after the last. */
export function apiUnderTest(options: ApiOptions = {}): ApiUnderTest {
  const api = new ApiUnderTest()
  beforeAll(() => api.start(options))
  afterAll(() => api.stop())
  return api
}

export class ApiUnderTest {
  #running: Running | null = null
  #stopWorker = async () => {}

  get temporal(): TestWorkflowEnvironment {
    return this.#parts().temporal
  }

  get store(): Store {
    return this.#parts().database.store
  }

  get carrier(): TestCarrier {
    return this.#parts().carrier
  }

  get secrets(): TestEnvironment['receiptSecrets'] {
    return this.#parts().secrets
  }

  async start({
    settlingMs = 300,
    maxViewers = 1000,
    dynamicConfig = [],
    directory = ({ db }) => ({ current: () => readDirectory(db) }),
    greetingUrl,
  }: ApiOptions): Promise<void> {
    const temporal = await startTemporal(dynamicConfig)
    const database = await createDatabase()
    const carrier = await TestCarrier.start()
    const carrierUrl = carrier.url
    const { receiptSecrets } = setEnvironment({
      temporalAddress: temporal.address,
      databaseUrl: database.url,
      carrierUrl,
      maxViewers,
    })
    openIntake()
    const makeWorkers = (workflows?: string) =>
      productWorkers({
        temporal,
        store: database.store,
        settlingMs,
        workflows,
        directory: directory(database.store),
        greetingUrl: greetingUrl?.() ?? null,
      })
    this.#running = {
      temporal,
      database,
      carrier,
      secrets: receiptSecrets,
      makeWorkers,
    }
    await this.startWorker()
  }

  /** @param workflows replaces the product's workflows; a path relative to `worker` */
  async startWorker(workflows?: string): Promise<void> {
    const { makeWorkers, database, temporal } = this.#parts()
    this.#stopWorker = running(await makeWorkers(workflows), database.store, temporal)
  }

  /** Stops the worker gracefully; none runs until `startWorker`. */
  stopWorker(): Promise<void> {
    return this.#stopWorker()
  }

  async stop(): Promise<void> {
    // If the start failed, its own error has been reported.
    if (this.#running === null) return
    const { carrier, temporal, database } = this.#running
    await this.stopWorker()
    await carrier.stop()
    await temporal.teardown()
    await webStore().close()
    await database.drop()
  }

  secretOf(provider: string): string {
    const name = providerNames.find((each) => each === provider)
    if (name === undefined) throw new Error(`There is no provider ${provider}.`)
    return this.secrets[name]
  }

  /** A receipt signed by the provider that the packet was handed to. */
  confirm({ token, provider }: HandOver, options: ReceiptOptions = {}): Promise<Response> {
    return sendReceipt({ token, delivered: true }, this.secretOf(provider), options)
  }

  /** A packet that a provider has confirmed. */
  async deliver(extra: object = {}): Promise<Packet> {
    const { id } = await submit(extra)
    await this.confirm(await this.carrier.handOver(id))
    return packetWhen(id, ({ status }) => status === 'DELIVERED')
  }

  #parts(): Running {
    if (this.#running === null) throw new Error('The API under test runs during tests only.')
    return this.#running
  }
}

interface WorkerParts {
  temporal: TestWorkflowEnvironment
  store: Store
  settlingMs: number
  workflows: string | undefined
  directory: DirectorySource
  greetingUrl: string | null
}

/** At this destination it is always within quiet hours. */
export const quietDestination = '+4900'

const quietUntil = (destination: string, at: number) =>
  destination === quietDestination ? at + 3_600_000 : null

const log = { warn: () => undefined, info: () => undefined, error: () => undefined }

/** The workers for packets, for controls and for notifications. */
async function productWorkers({
  temporal,
  store,
  settlingMs,
  workflows,
  directory,
  greetingUrl,
}: WorkerParts): Promise<TestWorker[]> {
  const { client } = temporal
  const providers = loadProviders(process.env.PROVIDERS_FILE ?? '', process.env, 'handOver')
  const activities = createActivities({
    store,
    handOvers: handOversIn(store.db),
    tellHandedOver: (workflowId, answers) => signalHandedOver(client, workflowId, answers),
    startDelivery: async (group) => {
      await startDelivery(client, group)
    },
    tellCancel: (untold) => tellCancel({ db: store.db, client }, untold),
    quietUntil,
    ...connectDirectory({ store, client, log }, async () => [], 200),
    directory,
    providers,
    probeDestination: someone.destination,
    tokenKeys: parseTokenKeys(process.env.TOKEN_KEYS ?? ''),
    callbackUrl: 'http://127.0.0.1:9/api/callbacks/transmit',
    routingService: null,
    greetingUrl,
    seed: null,
    notifying: notifyingTo(new Notifier(testRanges), [process.env.NOTIFY_SECRET ?? '']),
    graceMs: 500,
    settlingMs,
    atOnce: 200,
  })
  return [
    await createWorker(temporal, activities, {
      workflowBundle: await bundledWorkflows(workflows),
      providers: providers.map(({ name }) => name),
    }),
    await createWorker(temporal, activities, { taskQueue: controlQueue, providers: [] }),
    await createWorker(temporal, activities, { taskQueue: batchQueue, providers: [] }),
    await createWorker(temporal, activities, { taskQueue: notifyQueue, providers: [] }),
  ]
}

/** Runs the workers as the product does, together with the sweeper and the upkeep of the directory. */
function running(workers: TestWorker[], store: Store, { client, namespace }: TestWorkflowEnvironment) {
  const done = workers.map((worker) => worker.run())
  const shutdown = () => {
    for (const worker of workers) worker.shutdown()
  }
  const { db } = store
  const sweeper = new Sweeper({
    db,
    client,
    quietUntil,
    log,
    retention: { contentsDays: 30, packetsDays: 90, auditDays: 365 },
    watch: new StoreWatch(db, client, log),
    onSetBack: shutdown,
  })
  const upkeep = new Upkeep({
    directory: { current: () => readDirectory(db) },
    providers: providerNames,
    client,
    namespace: namespace ?? 'default',
    log,
  })
  const notifications = new NotificationWatch({ db, client, log, now: Date.now })
  const alerts = new AlertWatch({ db, client, log, now: Date.now })
  const sweeping = [sweeper.run(), upkeep.run(), notifications.run(), alerts.run()]
  return async () => {
    sweeper.stop()
    upkeep.stop()
    notifications.stop()
    alerts.stop()
    await Promise.all(sweeping)
    shutdown()
    await Promise.all(done)
  }
}
