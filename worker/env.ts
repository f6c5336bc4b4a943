/** The worker's settings, read once from the environment. */
import { z } from 'zod'
import { tokenKeysText } from '@/lib/carrier/token'
import { parseEnv } from '@/lib/contract/env'
import { httpAddress, logLevel, text, wholeNumber } from '@/lib/contract/env-fields'
import { address } from '@/lib/contract/fields'
import { apiPaths } from '@/lib/contract/paths'

const schema = z.object({
  CALLBACK_URL: httpAddress.default('http://127.0.0.1:3000/api/callbacks/transmit'),
  WEB_URL: httpAddress.optional(),
  PROVIDERS_FILE: text(1024).default('providers.json'),
  TOKEN_KEYS: tokenKeysText,
  /** Percent; kept within 0 and 99 like the setting it is named after. */
  ERROR_CHANCE: z
    .string()
    .regex(/^[+-]?\d{1,10}$/, 'it must be a whole number of percent, from 0 to 99.')
    .default('10')
    .transform((percent) => Math.min(99, Math.max(0, Number(percent)))),
  SEED: text(200).optional(),
  GRACE_MS: wholeNumber(0, 3_600_000).default(30_000),
  SETTLING_MS: wholeNumber(0, 259_200_000).default(120_000),
  /** The directory takes no breaker that is never to wait, so that 0 would keep every breaker closed. */
  BREAKER_PROBE_MS: wholeNumber(1_000, 600_000).default(30_000),
  PROBE_DESTINATION: address.default('+016660002222'),
  LOG_LEVEL: logLevel.default('info'),
  WORKFLOW_BUNDLE_PATH: z.string().min(1).default('dist/workflow-bundle.js'),
  MAX_CONCURRENT_TASKS: wholeNumber(1, 10_000).default(200),
})

export type WorkerEnv = z.infer<typeof schema>

const examples = {
  TOKEN_KEYS: 'k1:<base64 of 32 bytes>',
  CALLBACK_URL: 'http://127.0.0.1:3000/api/callbacks/transmit',
  WEB_URL: 'http://127.0.0.1:3000',
  ERROR_CHANCE: '10',
  GRACE_MS: '30000',
  SETTLING_MS: '120000',
  BREAKER_PROBE_MS: '30000',
  PROBE_DESTINATION: '+016660002222',
  LOG_LEVEL: 'info',
  PROVIDERS_FILE: 'providers.json',
  SEED: 'monday',
  MAX_CONCURRENT_TASKS: '200',
}

/** @throws EnvError that names the variable, the problem and an example. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): WorkerEnv {
  return parseEnv(schema, env, examples)
}

/**
 * Where a worker reaches the web process: without a password, and without a slash at its end. `WEB_URL` leads to the
 * process itself, which needs no path; from `CALLBACK_URL` the path is taken that a proxy serves it under.
 */
export function webAddress({ WEB_URL, CALLBACK_URL }: Pick<WorkerEnv, 'WEB_URL' | 'CALLBACK_URL'>): string {
  if (WEB_URL !== undefined) return new URL(WEB_URL).origin
  const { origin, pathname } = new URL(CALLBACK_URL)
  const path = pathname.replace(/\/$/, '')
  return path.endsWith(apiPaths.receipts) ? `${origin}${path.slice(0, -apiPaths.receipts.length)}` : origin
}
