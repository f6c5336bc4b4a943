/** The simulator's environment, parsed once. */
import { z } from 'zod'
import { host, httpAddress, logLevel, parseEnv, text, wholeNumber } from '@/lib/contract/env'
import { profileAssignment } from './profile'

/** The name of a preset, or JSON. */
const profiles = text(16 * 1024)
  .transform((value, ctx): unknown => {
    if (!value.trimStart().startsWith('{')) return value.trim()
    try {
      return JSON.parse(value)
    } catch {
      ctx.addIssue({ code: 'custom', message: 'it is not JSON.' })
      return z.NEVER
    }
  })
  .pipe(profileAssignment)

const schema = z.object({
  HOST: host.default('127.0.0.1'),
  /** 0 takes any free port. */
  CARRIER_PORT: wholeNumber(0, 65_535).default(9091),
  PROVIDERS_FILE: text(1024).default('providers.json'),
  CARRIER_PROFILES: profiles.default({}),
  /** Percent; limited to 0 to 99, as in the original demo. */
  ERROR_CHANCE: z
    .string()
    .regex(/^[+-]?\d{1,10}$/, 'it must be a whole number of percent, from 0 to 99.')
    .default('0')
    .transform((percent) => Math.min(99, Math.max(0, Number(percent)))),
  SEED: text(200).optional(),
  DATA_DIR: text(1024).default('.data'),
  WAYBILL_URL: httpAddress.transform((url) => url.replace(/\/+$/, '')).optional(),
  LOG_LEVEL: logLevel.default('info'),
})

export type SimulatorEnv = z.output<typeof schema>

const examples: Record<keyof SimulatorEnv, string> = {
  HOST: '127.0.0.1',
  CARRIER_PORT: '9091',
  PROVIDERS_FILE: 'providers.json',
  CARRIER_PROFILES: '{"RouteA":"silent","RouteB":{"receiptChance":0.5}}',
  ERROR_CHANCE: '10',
  SEED: 'demo-1',
  DATA_DIR: '.data',
  WAYBILL_URL: 'http://127.0.0.1:3000',
  LOG_LEVEL: 'info',
}

/** @throws EnvError that names the variable, the problem and an example */
export function readEnv(env: Readonly<Record<string, string | undefined>>): SimulatorEnv {
  return parseEnv(schema, env, examples)
}
