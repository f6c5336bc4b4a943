/** The process of the carrier simulator: plays every configured carrier over HTTP until it is stopped. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { loadProviders } from '@/lib/carrier/provider-file'
import { EnvError } from '@/lib/contract/env'
import { readEnv } from './env'
import { strangerIn } from './profile'
import { type RunningSimulator, type SimulatorSettings, startSimulator } from './server'

try {
  await run()
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  const env = readEnv(process.env)
  const providers = loadProviders(env.PROVIDERS_FILE, process.env, 'both')
  const stranger = strangerIn(
    env.CARRIER_PROFILES,
    providers.map(({ name }) => name),
  )
  if (stranger !== undefined) {
    throw new EnvError(`CARRIER_PROFILES names "${stranger}", which is not in ${env.PROVIDERS_FILE}.`)
  }
  const log = pino({ name: 'simulator', level: env.LOG_LEVEL })
  const seed = env.SEED ?? randomBytes(6).toString('hex')
  const settings: SimulatorSettings = {
    providers,
    seed,
    assignment: env.CARRIER_PROFILES,
    errorChance: env.ERROR_CHANCE,
    journalPath: join(env.DATA_DIR, 'simulator', 'receipts.jsonl'),
    host: env.HOST,
    port: env.CARRIER_PORT,
    waybillUrl: env.WAYBILL_URL ?? null,
  }
  const simulator = startSimulator(settings, log)
  stopWhenTold(simulator, log)
  log.info({ url: (await simulator).url, seed, providers: providers.length }, 'simulator ready')
}

function stopWhenTold(starting: Promise<RunningSimulator>, log: Logger): void {
  let stopping = false
  const stop = async (why: string) => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'simulator stopping')
    // A simulator that fails to start prints its own message.
    const simulator = await starting.catch(() => null)
    await simulator?.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  if (process.channel) process.on('disconnect', () => void stop('the process that started it is gone'))
}

function sentenceFor(error: unknown): string {
  if (error instanceof EnvError) return error.message
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && 'port' in error && 'address' in error && error.code === 'EADDRINUSE') {
    return `Port ${error.port} on ${error.address} is taken. Stop what uses it or choose another, as with CARRIER_PORT=9191`
  }
  return 'code' in error ? error.message : (error.stack ?? error.message)
}
