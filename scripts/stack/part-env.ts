// The environment that the parts of one stack share, and what of it each may have.
import { join, resolve } from 'node:path'
import { readProviders } from '@/lib/carrier/provider-file'
import { namesFor } from '../cli/secret-files'
import { ensureProvidersFile } from '../setup/providers-file'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import type { Addresses } from './addresses'
import { ROOT } from './root'

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

/** Text that only a secret for messages has, whatever the name of its variable. */
const signingSecret = /\bwhsec_/

/**
 * The environment of one part: of all secrets only those that it needs. Names are free, and a variable may be left from
 * a carrier that is not configured any more, so that a secret is told by its value too.
 * @throws EnvError when the providers' file cannot be used
 */
export function environmentFor(
  part: 'web' | 'worker' | 'simulator',
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const providers = readProviders(resolve(ROOT, env.PROVIDERS_FILE ?? 'providers.json'))
  const needed = new Set(namesFor(part, providers))
  const secrets = new Set(namesFor('web', providers).concat(namesFor('worker', providers)))
  const kept = { ...env }
  for (const [name, value = ''] of Object.entries(env)) {
    if (!needed.has(name) && (secrets.has(name) || signingSecret.test(value))) delete kept[name]
  }
  return kept
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
 * The simulator plays the routing service too, and breaks connections on purpose. A packet then fails as in the
 * original demo; a routing service of a person's own has the product's default instead.
 */
function demonstration(given: NodeJS.ProcessEnv, simulator: string): Record<string, string> {
  const isSimulated = given.ROUTING_URL === undefined
  return {
    ERROR_CHANCE: '10',
    GREETING_URL: `${simulator}/greeting`,
    PROBE_DESTINATION: '+016660002222',
    ...(isSimulated && { ROUTING_URL: `${simulator}/routing`, ROUTING_FALLBACK: 'fail' }),
  }
}

/**
 * What a person has set wins over what was generated; where the parts find each other is set here, unless a
 * person says that it is elsewhere (CALLBACK_URL, PROVIDERS_FILE, and the addresses for links between pages).
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
    WAYBILL_URL: given.PUBLIC_URL ?? addresses.web,
    SIMULATOR_URL: addresses.carrier,
    // On one machine nobody wants to wait a minute to see it.
    RESUME_OVER_MS: '10000',
    ...demonstration({ ...given, ...env }, addresses.carrier),
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
