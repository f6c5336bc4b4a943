// The environment that the parts of one stack share, what of it each may have, and whether it can be used.
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
  /** Of the PostgreSQL that keeps the packets. */
  databaseUrl: string
  /** Wins over everything else. */
  env: Record<string, string>
}

/** Text that only a secret for messages has, whatever the name of its variable. */
const signingSecret = /\bwhsec_/
/** Made by the broker's operators, and so in no list of what is made here. */
const brokerPassword = 'KAFKA_SASL_PASSWORD'

/**
 * The environment of one part: of all secrets only those that it needs. Names are free, and a variable may be left from
 * a carrier that is not configured any more, so that a secret is told by its value too.
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

/** What a person has set; an empty variable counts as unset. */
function givenVariables(): NodeJS.ProcessEnv {
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

/** Only this machine can submit packets, and so may be told of them. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
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
    // On one machine a minute is too long to wait for it.
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
 * The environment of a consumer beside the Waybill of these settings, unless a person says that it is elsewhere.
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

const COMMITTED = join(ROOT, 'providers.json')

/** Where the committed list expects the simulator. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:9091'

/** The same providers with the simulator's own reached at `origin`; real carriers stay as they are. */
export function movedTo(providers: ProviderConfig[], origin: string): ProviderConfig[] {
  return providers.map((provider) => {
    const url = new URL(provider.url)
    if (url.origin !== DEFAULT_ORIGIN) return provider
    return { ...provider, url: `${origin}${url.pathname}${url.search}` }
  })
}

/**
 * The list of providers for the parts: the committed one, or a copy that follows CARRIER_PORT.
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
