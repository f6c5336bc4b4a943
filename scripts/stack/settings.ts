// What a person may set for the commands, parsed once; the parts parse their own environment themselves.
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { EnvError, parseEnv } from '@/lib/contract/env'
import { host, httpAddress, port, text } from '@/lib/contract/env-fields'
import { ROOT } from './root'

const filled = (max: number) => text(max).trim().min(1, 'it must not be empty.')

const schema = z.object({
  HOST: host.default('127.0.0.1'),
  PORT: port.default(3000),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  CARRIER_PORT: port.default(9091),
  DATA_DIR: filled(1024).default('.data'),
  TEMPORAL_ADDRESS: filled(512)
    .regex(/^[^\s/]+:\d{1,5}$/, 'it must be host:port.')
    .optional(),
  TEMPORAL_NAMESPACE: filled(255).optional(),
  TEMPORAL_CLI_PATH: filled(1024).optional(),
  PROVIDERS_FILE: filled(1024).optional(),
  CALLBACK_URL: httpAddress.optional(),
  TEMPORAL_UI_URL: httpAddress.optional(),
})

const EXAMPLES: Record<keyof z.input<typeof schema>, string> = {
  HOST: '127.0.0.1',
  PORT: '3000',
  TEMPORAL_PORT: '7233',
  TEMPORAL_UI_PORT: '8233',
  CARRIER_PORT: '9091',
  DATA_DIR: '.data',
  TEMPORAL_ADDRESS: 'temporal.example.com:7233',
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_CLI_PATH: '/usr/local/bin/temporal',
  PROVIDERS_FILE: 'providers.json',
  CALLBACK_URL: 'https://waybill.example.com/api/callbacks/transmit',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
}

const PORTS = ['PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'CARRIER_PORT'] as const

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
 * Reads the settings of the commands; DATA_DIR comes back absolute, empty values count as unset.
 * @throws EnvError naming each bad variable, what is wrong with it, and an example
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = parseEnv(schema, env, EXAMPLES)
  refuseSharedPorts(settings)
  const { DATA_DIR } = settings
  return { ...settings, DATA_DIR: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(ROOT, DATA_DIR) }
}
