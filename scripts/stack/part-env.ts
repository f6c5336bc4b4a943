// The environment that the parts of one stack share.
import { join } from 'node:path'
import { ensureProvidersFile } from '../setup/providers-file'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import type { Addresses } from './addresses'

export interface PartEnvOptions {
  dataDir: string
  host: string
  namespace: string
  addresses: Addresses
  /** Whether the Temporal server is started here. */
  ownServer: boolean
  /** Of the PostgreSQL that keeps the packets. */
  databaseUrl: string
  /** Wins over everything else. */
  env: Record<string, string>
}

/** What a person has set; an empty variable counts as unset. */
export function givenVariables(): NodeJS.ProcessEnv {
  const given = { ...process.env }
  for (const [name, value] of Object.entries(given)) if (value === '') delete given[name]
  return given
}

/**
 * A profile, key or certificate is for some other server than the one started here. The configuration file
 * in the home folder would bring them back, so another, which does not exist, is named instead.
 */
function withoutCredentials(given: NodeJS.ProcessEnv, dataDir: string): NodeJS.ProcessEnv {
  const kept = { ...given }
  for (const name of Object.keys(kept)) {
    if (name.startsWith('TEMPORAL_') && name !== 'TEMPORAL_UI_URL') delete kept[name]
  }
  return { ...kept, TEMPORAL_CONFIG_FILE: join(dataDir, 'temporal.toml') }
}

/**
 * What a person has set wins over what was generated; where the parts find each other is set here, unless a
 * person says that it is elsewhere (CALLBACK_URL, WEB_URL, PROVIDERS_FILE, and the addresses for links between pages).
 */
export async function partEnvironment(options: PartEnvOptions): Promise<NodeJS.ProcessEnv> {
  const { dataDir, host, namespace, addresses, databaseUrl, env } = options
  // It is in the address.
  const [{ POSTGRES_PASSWORD: _password, ...secrets }, providersFile] = await Promise.all([
    ensureDevelopmentSecrets(dataDir),
    ensureProvidersFile(dataDir, addresses.carrier),
  ])
  const given = options.ownServer ? withoutCredentials(givenVariables(), dataDir) : givenVariables()
  return {
    ...secrets,
    PROVIDERS_FILE: providersFile,
    CALLBACK_URL: addresses.callback,
    WEB_URL: addresses.web,
    WAYBILL_URL: given.PUBLIC_URL ?? addresses.web,
    SIMULATOR_URL: addresses.carrier,
    // On one machine nobody wants to wait a minute to see it.
    RESUME_OVER_MS: '10000',
    ...(addresses.temporalUi ? { TEMPORAL_UI_URL: addresses.temporalUi } : {}),
    ...given,
    HOST: host,
    DATA_DIR: dataDir,
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_NAMESPACE: namespace,
    DATABASE_URL: databaseUrl,
    ...env,
  }
}
