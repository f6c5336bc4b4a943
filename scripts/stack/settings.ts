// What a person may set for the commands, parsed once; the parts parse their own environment themselves.
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { EnvError, parseEnv } from '@/lib/contract/env'
import { ROOT } from './root'

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'it must be a whole number.')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, 'it must be from 1 to 65535.')
    .default(fallback)

const text = (max: number) =>
  z.string().trim().min(1, 'it must not be empty.').max(max, `it is over ${max} characters.`)

const schema = z.object({
  HOST: text(255)
    .regex(/^[A-Za-z0-9.:-]+$/, 'it must be a host name or an IP address.')
    .default('127.0.0.1'),
  PORT: port(3000),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  CARRIER_PORT: port(9091),
  DATA_DIR: text(1024).default('.data'),
  TEMPORAL_ADDRESS: text(512)
    .regex(/^[^\s/]+:\d{1,5}$/, 'it must be host:port.')
    .optional(),
  TEMPORAL_NAMESPACE: text(255).optional(),
  TEMPORAL_CLI_PATH: text(1024).optional(),
  PROVIDERS_FILE: text(1024).optional(),
  CALLBACK_URL: z.url({ protocol: /^https?$/, error: 'it must be an http or https address.' }).optional(),
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/, error: 'it must be an http or https address.' }).optional(),
})

const EXAMPLES: Record<keyof z.input<typeof schema>, string> = {
  HOST: 'HOST=127.0.0.1',
  PORT: 'PORT=3000',
  TEMPORAL_PORT: 'TEMPORAL_PORT=7233',
  TEMPORAL_UI_PORT: 'TEMPORAL_UI_PORT=8233',
  CARRIER_PORT: 'CARRIER_PORT=9091',
  DATA_DIR: 'DATA_DIR=.data',
  TEMPORAL_ADDRESS: 'TEMPORAL_ADDRESS=temporal.example.com:7233',
  TEMPORAL_NAMESPACE: 'TEMPORAL_NAMESPACE=default',
  TEMPORAL_CLI_PATH: 'TEMPORAL_CLI_PATH=/usr/local/bin/temporal',
  PROVIDERS_FILE: 'PROVIDERS_FILE=providers.json',
  CALLBACK_URL: 'CALLBACK_URL=https://waybill.example.com/api/callbacks/transmit',
  TEMPORAL_UI_URL: 'TEMPORAL_UI_URL=http://127.0.0.1:8233',
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
