/** The worker's settings, read once from the environment. */
import { z } from 'zod'
import { signingSecretsText } from '@/lib/carrier/signature'
import { tokenKeysText } from '@/lib/carrier/token'
import {
  databaseUrl,
  host,
  httpAddress,
  logLevel,
  parseEnv,
  port,
  serviceAddress,
  text,
  wholeNumber,
} from '@/lib/contract/env'
import { address } from '@/lib/contract/fields'
import { routingFallbacks } from '@/lib/contract/services'
import { allowedRangesText } from '@/lib/notify/address'

const schema = z.object({
  CALLBACK_URL: httpAddress.default('http://127.0.0.1:3000/api/callbacks/transmit'),
  PROVIDERS_FILE: text(1024).default('providers.json'),
  TOKEN_KEYS: tokenKeysText,
  ROUTING_URL: serviceAddress.optional(),
  ROUTING_FALLBACK: z.enum(routingFallbacks, 'it must be fail or built-in.').default('built-in'),
  GREETING_URL: serviceAddress.optional(),
  SETTINGS_FILE: text(1024).optional(),
  SEED: text(200).optional(),
  GRACE_MS: wholeNumber(0, 3_600_000).default(30_000),
  SETTLING_MS: wholeNumber(0, 259_200_000).default(120_000),
  RETAIN_CONTENTS_DAYS: wholeNumber(1, 36_500).default(30),
  RETAIN_PACKETS_DAYS: wholeNumber(1, 36_500).default(90),
  RETAIN_AUDIT_DAYS: wholeNumber(1, 36_500).default(365),
  /** Not 0: the directory opens no breaker without a wait, so 0 would keep every breaker closed. */
  BREAKER_PROBE_MS: wholeNumber(1_000, 600_000).default(30_000),
  PROBE_DESTINATION: address.optional(),
  NOTIFY_SECRET: signingSecretsText,
  NOTIFY_ALLOW_PRIVATE: allowedRangesText.default([]),
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: logLevel.default('info'),
  WORKFLOW_BUNDLE_PATH: z.string().min(1).default('dist/workflow-bundle.js'),
  MAX_CONCURRENT_TASKS: wholeNumber(1, 10_000).default(200),
  HOST: host.default('127.0.0.1'),
  METRICS_PORT: port.optional(),
})

export type WorkerEnv = z.infer<typeof schema>

const examples = {
  TOKEN_KEYS: 'k1:<base64 of 32 bytes>',
  CALLBACK_URL: 'http://127.0.0.1:3000/api/callbacks/transmit',
  ROUTING_URL: 'http://127.0.0.1:9091/routing',
  ROUTING_FALLBACK: 'built-in',
  GREETING_URL: 'http://127.0.0.1:9091/greeting',
  GRACE_MS: '30000',
  SETTLING_MS: '120000',
  RETAIN_CONTENTS_DAYS: '30',
  RETAIN_PACKETS_DAYS: '90',
  RETAIN_AUDIT_DAYS: '365',
  BREAKER_PROBE_MS: '30000',
  PROBE_DESTINATION: '+016660002222',
  NOTIFY_SECRET: 'whsec_<base64 of 32 bytes>',
  NOTIFY_ALLOW_PRIVATE: '127.0.0.0/8, ::1',
  DATABASE_URL: 'postgres://waybill:password@127.0.0.1:5432/waybill',
  LOG_LEVEL: 'info',
  PROVIDERS_FILE: 'providers.json',
  SETTINGS_FILE: 'settings.json',
  SEED: 'monday',
  MAX_CONCURRENT_TASKS: '200',
  HOST: '127.0.0.1',
  METRICS_PORT: '9464',
}

/** @throws EnvError that names the variable, the problem and an example. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): WorkerEnv {
  return parseEnv(schema, env, examples)
}
