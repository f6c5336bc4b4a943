/** Sets up the environment of the web process for tests. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allowedRangesText } from '@/lib/notify/address'

export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

export const providerNames = ['RouteA', 'RouteB'] as const

/** The address ranges that `setEnvironment` allows for notifications. */
export const testRanges = allowedRangesText.parse('127.0.0.0/8')

export interface TestEnvironment {
  receiptSecrets: Record<(typeof providerNames)[number], string>
}

/**
 * Must be called before anything reads the settings. The path of each provider at the carrier's address is its name.
 */
export function setEnvironment(options: {
  temporalAddress: string
  /** By default an address at which nothing listens, for tests without a database. */
  databaseUrl?: string
  carrierUrl: string
  maxViewers?: number
}): TestEnvironment {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-api-'))
  const file = join(folder, 'providers.json')
  const variable = (name: string, use: string) => `${name.toUpperCase()}_${use}`
  const receiptSecrets = { RouteA: newSecret(), RouteB: newSecret() }
  const providers = providerNames.map((name) => ({
    name,
    url: new URL(name, options.carrierUrl).href,
    handOverSecretEnv: variable(name, 'HAND_OVER'),
    receiptSecretEnv: variable(name, 'RECEIPT'),
  }))
  writeFileSync(file, JSON.stringify(providers))
  for (const name of providerNames) {
    process.env[variable(name, 'HAND_OVER')] = newSecret()
    process.env[variable(name, 'RECEIPT')] = receiptSecrets[name]
  }
  process.env.PROVIDERS_FILE = file
  process.env.TOKEN_KEYS = `k1:${randomBytes(32).toString('base64')}`
  process.env.TEMPORAL_ADDRESS = options.temporalAddress
  process.env.DATABASE_URL = options.databaseUrl ?? 'postgres://waybill@127.0.0.1:9/waybill'
  process.env.TEMPORAL_NAMESPACE = 'default'
  process.env.NOTIFY_ALLOW_PRIVATE = '127.0.0.0/8'
  process.env.NOTIFY_SECRET = newSecret()
  process.env.PROBE_DESTINATION = '+016660002222'
  process.env.MAX_VIEWERS = String(options.maxViewers ?? 1000)
  process.env.LOG_LEVEL = process.env.TEST_LOG_LEVEL ?? 'silent'
  return { receiptSecrets }
}
