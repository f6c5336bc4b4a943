/** The API with everything it needs to work: a Temporal server, a worker of the product, a carrier. */
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Worker } from '@temporalio/worker'
import { afterAll, beforeAll } from 'vitest'
import { loadProviders } from '@/lib/carrier/provider-file'
import { parseTokenKeys } from '@/lib/carrier/token'
import { untouched } from '@/lib/directory/state'
import type { Packet } from '@/lib/packet/packet'
import { openIntake } from '@/lib/server/receipts/intake'
import { setEnvironment, type TestEnvironment } from '@/lib/server/test-support/environment'
import { createActivities } from '@/worker/activities'
import { createIsAwaited } from '@/worker/activities/is-awaited'
import { Breakers } from '@/worker/directory/breakers'
import { readDirectory, signalTrip } from '@/worker/directory/temporal-directory'
import { bundledWorkflows, createWorker, startTemporal } from '@/worker/test-support/temporal'
import { sendReceipt, TestCarrier } from './carrier'
import { serveHealth } from './health-server'
import { packetWhen, someone, submit } from './packets'

export interface ApiOptions {
  settlingMs?: number
  maxViewers?: number
  /** Settings of the Temporal server on top, as `key=JSON`. */
  dynamicConfig?: readonly string[]
}

interface Running {
  temporal: TestWorkflowEnvironment
  carrier: TestCarrier
  secrets: TestEnvironment['receiptSecrets']
  makeWorker: (workflows?: string) => Promise<Worker>
  stopHealth: () => Promise<void>
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

  get carrier(): TestCarrier {
    return this.#parts().carrier
  }

  get secrets(): TestEnvironment['receiptSecrets'] {
    return this.#parts().secrets
  }

  async start({ settlingMs = 300, maxViewers = 1000, dynamicConfig = [] }: ApiOptions): Promise<void> {
    const temporal = await startTemporal(dynamicConfig)
    const carrier = await TestCarrier.start()
    const carrierUrl = carrier.url
    const { receiptSecrets } = setEnvironment({ temporalAddress: temporal.address, carrierUrl, maxViewers })
    openIntake()
    const health = await serveHealth()
    const makeWorker = (workflows?: string) => productWorker(temporal, health.url, settlingMs, workflows)
    this.#running = { temporal, carrier, secrets: receiptSecrets, makeWorker, stopHealth: health.stop }
    await this.startWorker()
  }

  /** @param workflows what it runs instead of the product's own; the folder counts from `worker` */
  async startWorker(workflows?: string): Promise<void> {
    this.#stopWorker = running(await this.#parts().makeWorker(workflows))
  }

  /** Stops it gracefully; it stays stopped until another is started. */
  stopWorker(): Promise<void> {
    return this.#stopWorker()
  }

  async stop(): Promise<void> {
    // What failed to start has its own error.
    if (this.#running === null) return
    const { stopHealth, carrier, temporal } = this.#running
    await this.stopWorker()
    await stopHealth()
    await carrier.stop()
    await temporal.teardown()
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

async function productWorker(
  temporal: TestWorkflowEnvironment,
  webUrl: string,
  settlingMs: number,
  workflows?: string,
): Promise<Worker> {
  const place = { connection: temporal.connection, namespace: temporal.namespace ?? 'default' }
  const activities = createActivities({
    // Read for every choice, so that no test has to wait for a change.
    directory: { current: async () => (await readDirectory(place)) ?? untouched },
    providers: loadProviders(process.env.PROVIDERS_FILE ?? '', process.env, 'handOver'),
    breakers: new Breakers((tripped) => void signalTrip(place, tripped, untouched), 200),
    quality: { of: () => null },
    isAwaited: createIsAwaited(place),
    probeDestination: someone.destination,
    tokenKeys: parseTokenKeys(process.env.TOKEN_KEYS ?? ''),
    callbackUrl: 'http://127.0.0.1:9/api/callbacks/transmit',
    webUrl,
    errorChance: 0,
    seed: null,
    graceMs: 500,
    settlingMs,
    atOnce: 200,
  })
  return createWorker(temporal, activities, { workflowBundle: await bundledWorkflows(workflows) })
}

function running(worker: Worker): () => Promise<void> {
  const done = worker.run()
  return async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown()
    await done
  }
}
