/** The worker's settings, read once from the environment. */
import { z } from 'zod'
import { parseTokenKeys } from '@/lib/carrier/token'
import { parseEnv } from '@/lib/contract/env'
import { address } from '@/lib/contract/fields'

/** Plain digits: `Number` would also take 1e3, 0x10 and a space. */
const whole = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `it must be a whole number from ${min} to ${max}.`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `it must be from ${min} to ${max}.`)
    .default(fallback)

const milliseconds = (fallback: number, max: number) => whole(0, max, fallback)

const schema = z.object({
  CALLBACK_URL: z
    .url({ protocol: /^https?$/, error: 'it must be an http or https address.' })
    .max(2048)
    .default('http://127.0.0.1:3000/api/callbacks/transmit'),
  PROVIDERS_FILE: z.string().max(1024).default('providers.json'),
  TOKEN_KEYS: z
    .string()
    .max(4096)
    .transform((text, context) => {
      try {
        return parseTokenKeys(text)
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
        return z.NEVER
      }
    }),
  /** Percent; kept within 0 and 99 like the setting it is named after. */
  ERROR_CHANCE: z
    .string()
    .regex(/^[+-]?\d{1,10}$/, 'it must be a whole number of percent, from 0 to 99.')
    .default('10')
    .transform((percent) => Math.min(99, Math.max(0, Number(percent)))),
  SEED: z.string().max(200).optional(),
  GRACE_MS: milliseconds(30_000, 3_600_000),
  SETTLING_MS: milliseconds(120_000, 259_200_000),
  BREAKER_PROBE_MS: milliseconds(30_000, 600_000),
  PROBE_DESTINATION: address.default('+016660002222'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  WORKFLOW_BUNDLE_PATH: z.string().min(1).default('dist/workflow-bundle.js'),
  MAX_CONCURRENT_TASKS: whole(1, 10_000, 200),
})

export type WorkerEnv = z.infer<typeof schema>

const examples = {
  TOKEN_KEYS: 'TOKEN_KEYS=k1:<base64 of 32 bytes>',
  CALLBACK_URL: 'CALLBACK_URL=http://127.0.0.1:3000/api/callbacks/transmit',
  ERROR_CHANCE: 'ERROR_CHANCE=10',
  GRACE_MS: 'GRACE_MS=30000',
  SETTLING_MS: 'SETTLING_MS=120000',
  BREAKER_PROBE_MS: 'BREAKER_PROBE_MS=30000',
  PROBE_DESTINATION: 'PROBE_DESTINATION=+016660002222',
  LOG_LEVEL: 'LOG_LEVEL=info',
  PROVIDERS_FILE: 'PROVIDERS_FILE=providers.json',
  SEED: 'SEED=monday',
  MAX_CONCURRENT_TASKS: 'MAX_CONCURRENT_TASKS=200',
}

/** Throws EnvError that names the variable, the problem and an example. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): WorkerEnv {
  return parseEnv(schema, env, examples)
}
