// The environment that the parts of one stack share, the subset that each part gets, and a check of what was
// configured.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readEnv as readConsumerEnv } from '@/consumer/env'
import { loadProviders, readProviders } from '@/lib/carrier/provider-file'
import type { ProviderConfig } from '@/lib/contract/provider-config'
import { readTemporal } from '@/lib/temporal/settings'
import { readEnv as readSimulatorEnv } from '@/simulator/env'
import { readEnv as readWorkerEnv } from '@/worker/env'
import { namesFor } from '../setup/secret-files'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import { type Addresses, addressesOf } from './addresses'
import { ROOT } from './root'
import type { Settings } from './settings'

interface PartEnvOptions {
  dataDir: string
  host: string
  namespace: string
  addresses: Addresses
  /** Whether the Temporal server is started here. */
  ownServer: boolean
  /** Address of the PostgreSQL database with the packets. */
  databaseUrl: string
  /** Overrides everything else. */
  env: Record<string, string>
}

/** Matches a value with a signing secret, whatever its variable is called. */
const signingSecret = /\bwhsec_/
/** Set by the broker's operators, so it is in none of the lists of generated secrets. */
const brokerPassword = 'KAFKA_SASL_PASSWORD'

/**
 * The environment of one part: of all secrets only those that it needs. Secrets are recognized by name and by value,
 * because their names are free and a variable may remain from a carrier that is no longer configured.
 * @throws EnvError when the providers' file cannot be used
 */
export function environmentFor(
  part: 'web' | 'worker' | 'simulator' | 'consumer',
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const providers = readProviders(resolve(ROOT, env.PROVIDERS_FILE ?? 'providers.json'))
  const needed = new Set(namesFor(part, providers).concat(part === 'consumer' ? brokerPassword : []))
  const secrets = new Set([...namesFor('web', providers), ...namesFor('worker', providers), brokerPassword])
  const kept = { ...env }
  for (const [name, value = ''] of Object.entries(env)) {
    if (!needed.has(name) && (secrets.has(name) || signingSecret.test(value))) delete kept[name]
  }
  return kept
}

/** The variables that a person has set; an empty one counts as unset. */
function givenVariables(): NodeJS.ProcessEnv {
  const given = { ...process.env }
  for (const [name, value] of Object.entries(given)) if (value === '') delete given[name]
  return given
}

/**
 * Removes the settings of Temporal clients: a profile, key or certificate is meant for another server than the one
 * started here. The configuration file in the home folder would bring them back, so a file that does not exist is
 * named.
 */
function withoutCredentials(given: NodeJS.ProcessEnv, dataDir: string): NodeJS.ProcessEnv {
  const kept = { ...given }
  for (const name of Object.keys(kept)) {
    if (name.startsWith('TEMPORAL_') && name !== 'TEMPORAL_UI_URL') delete kept[name]
  }
  return { ...kept, TEMPORAL_CONFIG_FILE: join(dataDir, 'temporal.toml') }
}

/**
 * Demo settings: the simulator also plays the routing service and breaks connections on purpose, and a failed look-up
 * fails the packet, as in the original demo. With a routing service of one's own the product's default fallback
 * applies.
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

/** Whether only this machine can submit packets, so that notifications may go to it. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/**
 * The environment of all parts. What a person has set overrides generated values. The addresses of the parts are always
 * set here, except CALLBACK_URL, PROVIDERS_FILE and the addresses for links between pages, which a person may set.
 */
export async function partEnvironment(options: PartEnvOptions): Promise<NodeJS.ProcessEnv> {
  const { dataDir, host, namespace, addresses, databaseUrl, env } = options
  // The password is left out because it is in the database's address.
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
    // On a single machine the default of a minute is unnecessarily long.
    RESUME_OVER_MS: '10000',
    ...(isLoopback(host) && { NOTIFY_ALLOW_PRIVATE: '127.0.0.0/8, ::1' }),
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

/**
 * The environment of a consumer for the Waybill with these settings, or for another one when API_URL is set.
 * @throws EnvError naming a bad variable, what is wrong with it, and an example
 */
export function consumerEnvironment(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  const { HOST, PORT, TEMPORAL_PORT, CARRIER_PORT } = settings
  const ports = { web: PORT, temporal: TEMPORAL_PORT, temporalUi: null, carrier: CARRIER_PORT }
  const env = { API_URL: addressesOf(HOST, ports).web, ...givenVariables(), DATABASE_URL: databaseUrl }
  readConsumerEnv(env)
  return { ...environmentFor('consumer', env), NODE_ENV: 'production' }
}

const laterKnown = 'postgres://waybill@127.0.0.1/waybill'

/**
 * Parses the settings as worker and simulator do, so that an error is found before anything is built or started. The
 * web process checks its own settings; they can only be loaded where pages are rendered.
 * @throws EnvError naming a bad variable, what is wrong with it, and an example
 */
export async function checkPartEnv(dataDir: string): Promise<void> {
  // The database's address is only known once the server runs, unless a person has set it.
  const secrets = await ensureDevelopmentSecrets(dataDir)
  const env: NodeJS.ProcessEnv = { DATABASE_URL: laterKnown, ...secrets, ...givenVariables() }
  const { PROVIDERS_FILE } = readWorkerEnv(env)
  readSimulatorEnv(env)
  if (env.TEMPORAL_ADDRESS) readTemporal(env)
  // The parts run in the project's root, so relative paths begin there.
  loadProviders(resolve(ROOT, PROVIDERS_FILE), env, 'both')
}

const COMMITTED = join(ROOT, 'providers.json')

/** The simulator's address in the committed providers' file. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:9091'

/** The same providers with those of the simulator moved to `origin`; real carriers stay as they are. */
export function movedTo(providers: ProviderConfig[], origin: string): ProviderConfig[] {
  return providers.map((provider) => {
    const url = new URL(provider.url)
    if (url.origin !== DEFAULT_ORIGIN) return provider
    return { ...provider, url: `${origin}${url.pathname}${url.search}` }
  })
}

/**
 * The providers' file for the parts: the committed one, or a copy with the simulator's actual port.
 * @param simulatorOrigin where the simulator listens, for example `http://127.0.0.1:9191`
 * @returns the path to give the parts as PROVIDERS_FILE
 */
export async function ensureProvidersFile(dataDir: string, simulatorOrigin: string): Promise<string> {
  if (simulatorOrigin === DEFAULT_ORIGIN) return COMMITTED
  const moved = movedTo(readProviders(COMMITTED), simulatorOrigin)
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'providers.json')
  await writeFile(file, `${JSON.stringify(moved, null, 2)}\n`)
  return file
}
