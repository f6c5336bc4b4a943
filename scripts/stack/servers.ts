// Access to store and Temporal for a command that works with or without a running Waybill.
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import pg from 'pg'
import { channelArgs, readTemporal } from '@/lib/temporal/settings'
import { explainTrouble } from '@/lib/temporal/trouble'
import { Problem } from '../console/problem'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import { LOOPBACK } from './addresses'
import { ensureDataDir, lockDataDir } from './data-dir'
import { checkPostgres, embeddedUrl, PostgresServer } from './postgres-server'
import type { Settings } from './settings'

/** The database's address. It holds a password. */
export async function databaseUrlOf({ DATABASE_URL, DATA_DIR, POSTGRES_PORT }: Settings): Promise<string> {
  if (DATABASE_URL) return DATABASE_URL
  const { POSTGRES_PASSWORD: password = '' } = await ensureDevelopmentSecrets(DATA_DIR)
  return embeddedUrl({ port: POSTGRES_PORT, password })
}

/** Runs `use` with the store's address. Starts the data folder's own PostgreSQL for that time when it does not run. */
export async function withDatabase<T>(settings: Settings, use: (url: string) => Promise<T>): Promise<T> {
  const url = await databaseUrlOf(settings)
  if (settings.DATABASE_URL || (await answers(url))) return use(url)
  const dataDir = await ensureDataDir(settings.DATA_DIR)
  const unlock = await lockDataDir(dataDir)
  await checkPostgres(dataDir)
  const { POSTGRES_PASSWORD: password = '' } = await ensureDevelopmentSecrets(dataDir)
  const logFile = join(dataDir, 'logs', 'postgres.log')
  const server = await PostgresServer.create({ dataDir, port: settings.POSTGRES_PORT, password, logFile })
  try {
    await server.start()
    return await use(url)
  } finally {
    await server.part.stop()
    unlock()
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** @throws Problem when Temporal does not answer */
export async function connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_PORT }: Settings): Promise<Client> {
  const own = TEMPORAL_ADDRESS ? {} : { TEMPORAL_ADDRESS: `${LOOPBACK}:${TEMPORAL_PORT}` }
  const settings = readTemporal({ ...process.env, ...own })
  const { connectionOptions, namespace } = settings
  try {
    const connection = await Connection.connect({
      ...connectionOptions,
      channelArgs: channelArgs(connectionOptions.address),
    })
    return new Client({ connection, namespace })
  } catch (error) {
    throw new Problem(await explainTrouble(error, settings))
  }
}
