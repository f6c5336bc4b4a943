// The settings of the commands, parsed once. The parts parse their own environment.
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import {
  databaseUrl,
  EnvError,
  host,
  httpAddress,
  parseEnv,
  port,
  publicUrl,
  temporalAddress,
  text,
} from '@/lib/contract/env'
import { LOOPBACK } from './addresses'
import { ROOT } from './root'

const filled = (max: number) => text(max).trim().min(1, 'it must not be empty.')

/**
 * Loopback or all addresses: on any other single address the server fails, since its services connect over 127.0.0.1.
 */
const temporalHost = z.enum(
  [LOOPBACK, '0.0.0.0', '::'],
  'it must be 127.0.0.1, or 0.0.0.0 or :: for every address of this machine.',
)

/** The name is taken literally, blanks included; only a shell expands ~. */
const folder = text(1024)
  .refine((path) => path.trim() !== '', 'it must not be empty.')
  .refine(
    (path) => !/^~(\/|$)/.test(path),
    'it must not begin with ~, which is not expanded here; write the whole path.',
  )

const schema = z.object({
  HOST: host.default(LOOPBACK),
  TEMPORAL_HOST: temporalHost.default(LOOPBACK),
  PORT: port.default(3000),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  CARRIER_PORT: port.default(9091),
  METRICS_PORT: port.default(9464),
  POSTGRES_PORT: port.default(5433),
  DATA_DIR: folder.default('.data'),
  DATABASE_URL: databaseUrl.optional(),
  TEMPORAL_ADDRESS: temporalAddress.optional(),
  TEMPORAL_NAMESPACE: filled(255).optional(),
  TEMPORAL_CLI_PATH: filled(1024).optional(),
  PROVIDERS_FILE: filled(1024).optional(),
  CALLBACK_URL: httpAddress.optional(),
  PUBLIC_URL: publicUrl.optional(),
  TEMPORAL_UI_URL: httpAddress.optional(),
})

const EXAMPLES: Record<keyof z.input<typeof schema>, string> = {
  HOST: '127.0.0.1',
  TEMPORAL_HOST: '127.0.0.1',
  PORT: '3000',
  TEMPORAL_PORT: '7233',
  TEMPORAL_UI_PORT: '8233',
  CARRIER_PORT: '9091',
  METRICS_PORT: '9464',
  POSTGRES_PORT: '5433',
  DATA_DIR: '.data',
  DATABASE_URL: 'postgres://waybill:password@db.example.com:5432/waybill',
  TEMPORAL_ADDRESS: 'temporal.example.com:7233',
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_CLI_PATH: '/usr/local/bin/temporal',
  PROVIDERS_FILE: 'providers.json',
  CALLBACK_URL: 'https://waybill.example.com/api/callbacks/transmit',
  PUBLIC_URL: 'https://ops.example.com/waybill',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
}

const PORTS = [
  'PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'CARRIER_PORT',
  'METRICS_PORT',
  'POSTGRES_PORT',
] as const

export type Settings = z.output<typeof schema>

function refuseSharedPorts(settings: Settings): void {
  for (const [index, first] of PORTS.entries()) {
    const second = PORTS.slice(index + 1).find((other) => settings[other] === settings[first])
    if (second) {
      throw new EnvError(`${first} and ${second} are both ${settings[first]}; each part needs its own port.`)
    }
  }
}

/**
 * Reads the settings of the commands. DATA_DIR is returned as an absolute path; empty values count as unset.
 * @throws EnvError naming each bad variable, what is wrong with it, and an example
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = parseEnv(schema, env, EXAMPLES)
  refuseSharedPorts(settings)
  const { DATA_DIR } = settings
  return { ...settings, DATA_DIR: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(ROOT, DATA_DIR) }
}
