/** Examines the parts from outside, without the web process: their ports, Temporal, the database. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import pg from 'pg'
import { storeErrorOf } from '@/lib/store/store'
import { channelArgs, readTemporal } from '@/lib/temporal/settings'
import { explainTrouble } from '@/lib/temporal/trouble'
import { LOOPBACK, whyNotFree } from '../stack/addresses'
import { databaseUrlOf } from '../stack/servers'
import { readSettings, type Settings } from '../stack/settings'

export interface PartSeen {
  name: string
  told: string
  /** What to do; null when nothing is wrong. */
  advice: string | null
}

/** Examines all parts; changes nothing and never rejects. @throws EnvError when the settings cannot be read */
export async function examineParts(env: NodeJS.ProcessEnv): Promise<PartSeen[]> {
  const settings = readSettings(env)
  return Promise.all([
    examinePort('PORT', settings.PORT, settings.HOST, 'web process'),
    examinePort('CARRIER_PORT', settings.CARRIER_PORT, settings.HOST, 'carrier simulator'),
    examineTemporal(env, settings),
    examineDatabase(settings),
  ])
}

/** A port that is taken while its part does not answer belongs to another program, or to a part that hangs. */
async function examinePort(variable: string, port: number, host: string, part: string): Promise<PartSeen> {
  const code = await whyNotFree(port, host)
  const name = `${part}, ${variable}=${port}`
  if (code === null) {
    const isWeb = variable === 'PORT'
    const advice = isWeb ? 'No web process runs. Start everything: npm start' : null
    return { name, told: 'nothing listens there', advice }
  }
  if (code !== 'EADDRINUSE') return { name, told: `cannot be listened on (${code})`, advice: `Correct HOST.` }
  const advice =
    variable === 'PORT'
      ? `Something listens on port ${port} and does not answer as Waybill: stop it, or choose another PORT. If it is a web process that hangs, see .data/logs/web.log.`
      : null
  return { name, told: 'something listens there', advice }
}

const patienceMs = 3_000

async function examineTemporal(
  env: NodeJS.ProcessEnv,
  { TEMPORAL_ADDRESS, TEMPORAL_PORT }: Settings,
): Promise<PartSeen> {
  const own = TEMPORAL_ADDRESS ? {} : { TEMPORAL_ADDRESS: `${LOOPBACK}:${TEMPORAL_PORT}` }
  const settings = readTemporal({ ...env, ...own })
  const { connectionOptions, namespace } = settings
  const name = `Temporal, ${connectionOptions.address}`
  const connection = Connection.lazy({
    ...connectionOptions,
    channelArgs: channelArgs(connectionOptions.address),
    interceptors: [],
  })
  try {
    const { serverVersion } = await connection.withDeadline(Date.now() + patienceMs, async () => {
      await connection.workflowService.describeNamespace({ namespace })
      return connection.workflowService.getSystemInfo({})
    })
    return { name, told: `answers, version ${serverVersion}, has namespace ${namespace}`, advice: null }
  } catch (error) {
    const why = await explainTrouble(error, settings)
    const start = TEMPORAL_ADDRESS ? '' : ' npm start starts it.'
    return { name, told: 'gives no usable answer', advice: `${why}${start}` }
  } finally {
    await connection.close()
  }
}

async function examineDatabase(settings: Settings): Promise<PartSeen> {
  const isOwn = settings.DATABASE_URL === undefined
  // Asking for the password would generate it.
  if (isOwn && !existsSync(join(settings.DATA_DIR, 'secrets.env'))) {
    const told = `there is none yet in ${settings.DATA_DIR}`
    return { name: 'PostgreSQL', told, advice: 'npm start makes the store and starts its server.' }
  }
  const url = await databaseUrlOf(settings)
  const name = `PostgreSQL, ${new URL(url).host}`
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ packets: string | null }>(
      "select to_regclass('packets')::text as packets",
    )
    const isMade = rows[0]?.packets != null
    return {
      name,
      told: isMade ? 'answers, and has the tables' : 'answers, without tables yet',
      advice: null,
    }
  } catch (error) {
    const told = storeErrorOf(error)
    const why = told instanceof Error ? told.message.replace(/\.$/, '') : 'no answer'
    const start = isOwn ? 'npm start starts it' : 'start the server, or correct DATABASE_URL'
    return { name, told: 'gives no answer', advice: `${why}: ${start}.` }
  } finally {
    await client.end().catch(() => {})
  }
}
