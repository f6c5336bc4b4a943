import { resolve } from 'node:path'
import { loadProviders } from '@/lib/carrier/provider-file'
import { readTemporal } from '@/lib/temporal/settings'
import { readEnv as readSimulatorEnv } from '@/simulator/env'
import { readEnv as readWorkerEnv } from '@/worker/env'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import { givenVariables } from './part-env'
import { ROOT } from './root'

const laterKnown = 'postgres://waybill@127.0.0.1/waybill'

/**
 * Reads what a person has set as worker and simulator do, so that what they would refuse is known before anything is
 * built or started. The web process's settings load only where pages are rendered; it tells by itself.
 * @throws EnvError naming a bad variable, what is wrong with it, and an example
 */
export async function checkPartEnv(dataDir: string): Promise<void> {
  // The address of the database is known only once that runs, unless a person has set it.
  const secrets = await ensureDevelopmentSecrets(dataDir)
  const env: NodeJS.ProcessEnv = { DATABASE_URL: laterKnown, ...secrets, ...givenVariables() }
  const { PROVIDERS_FILE } = readWorkerEnv(env)
  readSimulatorEnv(env)
  if (env.TEMPORAL_ADDRESS) readTemporal(env)
  // The parts run at the root, where a relative path begins.
  loadProviders(resolve(ROOT, PROVIDERS_FILE), env, 'both')
}
