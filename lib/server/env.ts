/** The web process's settings, read once from the environment. */
import 'server-only'
import { z } from 'zod'
import { type ConfiguredProvider, loadProviders } from '@/lib/carrier/provider-file'
import { type TokenKeys, tokenKeysText } from '@/lib/carrier/token'
import { bulkRateRange } from '@/lib/contract/bulk-terms'
import {
  databaseUrl,
  host,
  httpAddress,
  logLevel,
  parseEnv,
  port,
  publicUrl,
  text,
  wholeNumber,
} from '@/lib/contract/env'
import { address } from '@/lib/contract/fields'
import { publicPathOf } from '@/lib/contract/paths'
import { type AllowedRanges, allowedRangesText } from '@/lib/notify/address'
import type { QuietRule } from '@/lib/packet/apply'
import { loadQuietHours } from '@/lib/schedule/settings-file'
import { readTemporal, type TemporalSettings } from '@/lib/temporal/settings'
import { processWide } from './process-wide'

export interface Settings {
  temporal: TemporalSettings
  /** The PostgreSQL database that is the store. */
  databaseUrl: string
  /** The same database without a pooler in between, because a pooler does not pass on notifications (LISTEN/NOTIFY). */
  databaseListenUrl: string
  /** Where people reach Temporal's own pages; null when it is not set. */
  temporalUiUrl: string | null
  /** Where people reach the carrier simulator's page; null when there is none. */
  simulatorUrl: string | null
  tokenKeys: TokenKeys
  /** In routing order. */
  providers: ConfiguredProvider[]
  /** The address that the web process listens on. */
  host: string
  port: number
  /** Where people reach the pages, without a trailing slash; null when it is not set. */
  publicUrl: string | null
  /** The path of `publicUrl`, without a trailing slash; empty where there is none. */
  publicPath: string
  /** Where carriers are told to send receipts; null when only the workers know the address. */
  callbackUrl: string | null
  /** How many live views may be open at once. */
  maxViewers: number
  /** True if a destination for probes is configured. */
  canProbe: boolean
  /** When the current quiet hours at a destination end; null outside of quiet hours. */
  quietUntil: QuietRule
  /** Milliseconds over which sending is ramped up after a pause. */
  resumeOverMs: number
  /** Packets of a bulk action that get their turns each second, unless the action sets another rate. */
  bulkPerSecond: number
  /** Address ranges that notifications may go to although they are not public. */
  notifyAllowed: AllowedRanges
  logLevel: z.infer<typeof schema>['LOG_LEVEL']
}

const count = wholeNumber(1, 99_999)

const schema = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_LISTEN_URL: databaseUrl.optional(),
  TOKEN_KEYS: tokenKeysText,
  PROVIDERS_FILE: text(1024).default('providers.json'),
  TEMPORAL_UI_URL: httpAddress.optional(),
  SIMULATOR_URL: httpAddress.optional(),
  HOST: host.default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: publicUrl.optional(),
  CALLBACK_URL: httpAddress.optional(),
  MAX_VIEWERS: count.default(1000),
  PROBE_DESTINATION: address.optional(),
  SETTINGS_FILE: text(1024).optional(),
  RESUME_OVER_MS: wholeNumber(0, 3_600_000).default(60_000),
  BULK_PER_SECOND: wholeNumber(bulkRateRange.min, bulkRateRange.max).default(50),
  NOTIFY_ALLOW_PRIVATE: allowedRangesText.default([]),
  LOG_LEVEL: logLevel.default('info'),
})

export const settingExamples = {
  DATABASE_URL: 'postgres://waybill:password@127.0.0.1:5432/waybill',
  DATABASE_LISTEN_URL: 'postgres://waybill:password@127.0.0.1:5432/waybill',
  TOKEN_KEYS: 'k1:<base64 of 32 bytes>',
  PROVIDERS_FILE: 'providers.json',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  SIMULATOR_URL: 'http://127.0.0.1:9091',
  HOST: '127.0.0.1',
  PORT: '3000',
  PUBLIC_URL: 'https://ops.example.com/waybill',
  CALLBACK_URL: 'https://waybill.example.com/api/callbacks/transmit',
  MAX_VIEWERS: '1000',
  PROBE_DESTINATION: '+016660002222',
  SETTINGS_FILE: 'settings.json',
  RESUME_OVER_MS: '60000',
  BULK_PER_SECOND: '50',
  NOTIFY_ALLOW_PRIVATE: '127.0.0.0/8, ::1',
  LOG_LEVEL: 'info',
}

/** @throws EnvError that names the variable, the problem and an example */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = parseEnv(schema, env, settingExamples)
  return {
    temporal: readTemporal(env),
    databaseUrl: parsed.DATABASE_URL,
    databaseListenUrl: parsed.DATABASE_LISTEN_URL ?? parsed.DATABASE_URL,
    temporalUiUrl: parsed.TEMPORAL_UI_URL ?? null,
    simulatorUrl: parsed.SIMULATOR_URL ?? null,
    tokenKeys: parsed.TOKEN_KEYS,
    providers: loadProviders(parsed.PROVIDERS_FILE, env, 'receipt'),
    host: parsed.HOST,
    port: parsed.PORT,
    publicUrl: parsed.PUBLIC_URL ?? null,
    publicPath: publicPathOf(parsed.PUBLIC_URL),
    callbackUrl: parsed.CALLBACK_URL ?? null,
    maxViewers: parsed.MAX_VIEWERS,
    canProbe: parsed.PROBE_DESTINATION !== undefined,
    quietUntil: loadQuietHours(parsed.SETTINGS_FILE),
    resumeOverMs: parsed.RESUME_OVER_MS,
    bulkPerSecond: parsed.BULK_PER_SECOND,
    notifyAllowed: parsed.NOTIFY_ALLOW_PRIVATE,
    logLevel: parsed.LOG_LEVEL,
  }
}

export const settings = processWide('settings', () => readSettings(process.env))
