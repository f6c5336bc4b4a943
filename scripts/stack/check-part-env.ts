import { resolve } from 'node:path'
import { loadProviders } from '@/lib/carrier/provider-file'
import { readTemporal } from '@/lib/temporal/settings'
import { readEnv as readSimulatorEnv } from '@/simulator/env'
import { readEnv as readWorkerEnv } from '@/worker/env'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import { givenVariables } from './part-env'
import { ROOT } from './root'

/**
 * Reads what a person has set as worker and simulator do, so that what they would refuse is known before anything is
 * built or started. The web process's settings load only where pages are rendered; it tells by itself.
 * @throws EnvError naming a bad variable, what is wrong with it, and an example
 */
export async function checkPartEnv(dataDir: string): Promise<void> {
  const env = { ...(await ensureDevelopmentSecrets(dataDir)), ...givenVariables() }
  const { PROVIDERS_FILE } = readWorkerEnv(env)
  readSimulatorEnv(env)
  if (env.TEMPORAL_ADDRESS) readTemporal(env)
  // The parts run at the root, where a relative path begins.
  loadProviders(resolve(ROOT, PROVIDERS_FILE), env, 'both')
}
