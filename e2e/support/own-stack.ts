// Starts the whole product on ports and in a folder of its own, so that it runs beside anything else.
import { join } from 'node:path'
import { freePorts } from '@/scripts/stack/addresses'
import { type PartName, Stack } from '@/scripts/stack/stack'
import { findTemporalCli } from '@/scripts/stack/temporal-cli'
import { writeDefaultProviders } from './default-providers'
import { RUN_FOLDER } from './run-folder'

const SETTINGS = {
  // Tests cause faults on purpose, none come by chance. The built-in rules route, so that a killed simulator is only
  // missed as a carrier.
  ERROR_CHANCE: '0',
  ROUTING_URL: '',
  CARRIER_PROFILES: 'healthy',
  // Long enough for a carrier's retries after an outage of seconds.
  GRACE_MS: '10000',
  SETTLING_MS: '30000',
  // The most verbose level, since the logs are searched for what must not be in them.
  LOG_LEVEL: 'debug',
}

export interface OwnStack {
  stack: Stack
  dataDir: string
}

/**
 * @param name of the stack's folder
 * @param env changes to the usual settings; `ROUTING_URL=simulator` stands for the simulator's routing service
 */
export async function startOwnStack(name: string, env: Record<string, string> = {}): Promise<OwnStack> {
  const [web = 0, temporal = 0, temporalUi = 0, carrier = 0, postgres = 0] = await freePorts(5)
  const dataDir = join(RUN_FOLDER, name)
  const providers = await writeDefaultProviders(dataDir, `http://127.0.0.1:${carrier}`)
  const routing = env.ROUTING_URL === 'simulator' && { ROUTING_URL: `http://127.0.0.1:${carrier}/routing` }
  const stack = await Stack.create({
    ports: { web, temporal, temporalUi, carrier },
    dataDir,
    database: { port: postgres },
    cliPath: await findTemporalCli(),
    env: { ...SETTINGS, PROVIDERS_FILE: providers, ...env, ...routing },
  })
  await stack.startAll()
  return { stack, dataDir }
}

const START_ORDER: PartName[] = ['postgres', 'temporal', 'simulator', 'worker', 'web']

/** Starts the parts that a test has stopped or killed. */
export async function mend(stack: Stack): Promise<void> {
  const missing = START_ORDER.filter((name) => !stack.part(name).running)
  for (const name of missing) await stack.start(name)
  await stack.waitUntilReady()
}
