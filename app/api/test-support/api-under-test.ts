/** The API with everything it needs to work: a Temporal server, a worker of the product, a carrier. */
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Worker } from '@temporalio/worker'
import { afterAll, beforeAll } from 'vitest'
import { loadProviders } from '@/lib/carrier/provider-file'
import { parseTokenKeys } from '@/lib/carrier/token'
import { untouched } from '@/lib/directory/state'
import type { Packet } from '@/lib/packet/packet'
import { openIntake } from '@/lib/server/receipts/intake'
import { store as webStore } from '@/lib/server/store'
import { setEnvironment, type TestEnvironment } from '@/lib/server/test-support/environment'
import { findSendable } from '@/lib/store/packets'
import { isAwaited } from '@/lib/store/settling'
import type { Store } from '@/lib/store/store'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { createActivities } from '@/worker/activities'
import { Breakers } from '@/worker/directory/breakers'
import { readDirectory, signalTrip } from '@/worker/directory/temporal-directory'
import { StoreWatch } from '@/worker/store-watch'
import { Sweeper } from '@/worker/sweeper'
import { bundledWorkflows, createWorker, startTemporal } from '@/worker/test-support/temporal'
import { sendReceipt, TestCarrier } from './carrier'
import { packetWhen, someone, submit } from './packets'

export interface ApiOptions {
  settlingMs?: number
  maxViewers?: number
  /** Settings of the Temporal server on top, as `key=JSON`. */
  dynamicConfig?: readonly string[]
}

interface Running {
  temporal: TestWorkflowEnvironment
  database: TestDatabase
  carrier: TestCarrier
  secrets: TestEnvironment['receiptSecrets']
  makeWorker: (workflows?: string) => Promise<Worker>
}

/** What the tests of one file share: it starts before the first of them and stops after the last. */
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

  async start({ settlingMs = 300, maxViewers = 1000, dynamicConfig = [] }: ApiOptions): Promise<void> {
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
    await openIntake()
    const makeWorker = (workflows?: string) =>
      productWorker({ temporal, store: database.store, settlingMs, workflows })
    this.#running = {
      temporal,
      database,
      carrier,
      secrets: receiptSecrets,
      makeWorker,
    }
    await this.startWorker()
  }

  /** @param workflows what it runs instead of the product's own; the folder counts from `worker` */
  async startWorker(workflows?: string): Promise<void> {
    const { makeWorker, database, temporal } = this.#parts()
    this.#stopWorker = running(await makeWorker(workflows), database.store, temporal)
  }

  /** Stops it gracefully; it stays stopped until another is started. */
  stopWorker(): Promise<void> {
    return this.#stopWorker()
  }

  async stop(): Promise<void> {
    // What failed to start has its own error.
    if (this.#running === null) return
    const { carrier, temporal, database } = this.#running
    await this.stopWorker()
    await carrier.stop()
    await temporal.teardown()
    await webStore().close()
    await database.drop()
  }

  /** A packet that RouteA has confirmed. */
  async deliver(extra: object = {}): Promise<Packet> {
    const { id } = await submit(extra)
    const { token } = await this.carrier.handOver(id)
    await sendReceipt({ token, delivered: true }, this.secrets.RouteA)
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
}

async function productWorker({ temporal, store, settlingMs, workflows }: WorkerParts): Promise<Worker> {
  const place = { connection: temporal.connection, namespace: temporal.namespace ?? 'default' }
  const activities = createActivities({
    store,
    handOvers: {
      sendable: (packetId) => findSendable(store.db, packetId),
      isAwaited: (packetId, attempt) => isAwaited(store.db, packetId, attempt),
    },
    // Read for every choice, so that no test has to wait for a change.
    directory: { current: async () => (await readDirectory(place)) ?? untouched },
    providers: loadProviders(process.env.PROVIDERS_FILE ?? '', process.env, 'handOver'),
    breakers: new Breakers((tripped) => void signalTrip(place, tripped, untouched), 200),
    quality: { of: () => null },
    probeDestination: someone.destination,
    tokenKeys: parseTokenKeys(process.env.TOKEN_KEYS ?? ''),
    callbackUrl: 'http://127.0.0.1:9/api/callbacks/transmit',
    routingService: null,
    greetingUrl: null,
    seed: null,
    graceMs: 500,
    settlingMs,
    atOnce: 200,
  })
  return createWorker(temporal, activities, { workflowBundle: await bundledWorkflows(workflows) })
}

/** A worker as the product runs it: beside it packets without a workflow are looked for. */
function running(worker: Worker, { db }: Store, { client }: TestWorkflowEnvironment): () => Promise<void> {
  const done = worker.run()
  const log = { warn: () => undefined, info: () => undefined, error: () => undefined }
  const shutdown = () => {
    if (worker.getState() === 'RUNNING') worker.shutdown()
  }
  const sweeper = new Sweeper({
    db,
    client,
    log,
    retention: { contentsDays: 30, packetsDays: 90 },
    watch: new StoreWatch(db, client, log),
    onSetBack: shutdown,
  })
  const sweeping = sweeper.run()
  return async () => {
    sweeper.stop()
    await sweeping
    shutdown()
    await done
  }
}
