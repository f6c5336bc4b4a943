/** The API with everything it needs to work: a Temporal server, a worker of the product, a carrier. */
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Worker } from '@temporalio/worker'
import { loadProviders } from '@/lib/carrier/provider-file'
import { parseTokenKeys } from '@/lib/carrier/token'
import { apiPaths } from '@/lib/contract/paths'
import { untouched } from '@/lib/directory/state'
import type { Packet } from '@/lib/packet/packet'
import { setEnvironment, type TestEnvironment } from '@/lib/server/test-support/environment'
import { createActivities } from '@/worker/activities'
import { Breakers } from '@/worker/directory/breakers'
import { readDirectory, signalTrip } from '@/worker/directory/temporal-directory'
import { createWorker, startTemporal } from '@/worker/test-support/temporal'
import { TestCarrier } from './carrier'
import { serveHealth } from './health-server'
import { postJson } from './routes'

export interface ApiOptions {
  settlingMs?: number
  maxViewers?: number
  /** Without a worker, packets stay as they were submitted. */
  withoutWorker?: true
}

export class ApiUnderTest {
  private constructor(
    readonly temporal: TestWorkflowEnvironment,
    readonly carrier: TestCarrier,
    readonly secrets: TestEnvironment['receiptSecrets'],
    /** Stops it gracefully; stays stopped. */
    readonly stopWorker: () => Promise<void>,
    private readonly stopHealth: () => Promise<void>,
  ) {}

  static async start({
    settlingMs = 300,
    maxViewers = 1000,
    withoutWorker,
  }: ApiOptions = {}): Promise<ApiUnderTest> {
    const temporal = await startTemporal()
    const carrier = await TestCarrier.start()
    const carrierUrl = carrier.url
    const { receiptSecrets } = setEnvironment({ temporalAddress: temporal.address, carrierUrl, maxViewers })
    const health = await serveHealth()
    const stopWorker = withoutWorker
      ? async () => undefined
      : running(await productWorker(temporal, health.url, settlingMs))
    return new ApiUnderTest(temporal, carrier, receiptSecrets, stopWorker, health.stop)
  }

  async stop(): Promise<void> {
    await this.stopWorker()
    await this.stopHealth()
    await this.carrier.stop()
    await this.temporal.teardown()
  }
}

export const someone = { source: '+017771110000', destination: '+016660002222' }

/** Submits a packet that nothing is wrong with. */
export async function submit(extra: object = {}, headers: Record<string, string> = {}): Promise<Packet> {
  const response = await postJson(apiPaths.packets, { ...someone, text: 'Hello', ...extra }, headers)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

async function productWorker(
  temporal: TestWorkflowEnvironment,
  webUrl: string,
  settlingMs: number,
): Promise<Worker> {
  const place = { connection: temporal.connection, namespace: temporal.namespace ?? 'default' }
  const activities = createActivities({
    // Read for every choice, so that no test has to wait for a change.
    directory: { current: async () => (await readDirectory(place)) ?? untouched },
    providers: loadProviders(process.env.PROVIDERS_FILE ?? '', process.env, 'handOver'),
    breakers: new Breakers((tripped) => void signalTrip(place, tripped, untouched), 200),
    quality: { of: () => null },
    probeDestination: someone.destination,
    tokenKeys: parseTokenKeys(process.env.TOKEN_KEYS ?? ''),
    callbackUrl: 'http://127.0.0.1:9/api/callbacks/transmit',
    webUrl,
    errorChance: 0,
    seed: null,
    graceMs: 500,
    settlingMs,
  })
  return createWorker(temporal, activities)
}

function running(worker: Worker): () => Promise<void> {
  const done = worker.run()
  return async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown()
    await done
  }
}
