/** The consumer process: turns messages of a Kafka topic into packets, and endings of packets into messages. */
import { pino } from 'pino'
import { EnvError } from '@/lib/contract/env'
import { openStore } from '@/lib/store/store'
import { consume } from './consume'
import { keepTelling } from './endings'
import { readEnv } from './env'
import { brokerClient } from './kafka'
import { Reporter } from './reporter'

async function main(): Promise<void> {
  const env = readEnv(process.env)
  const log = pino({
    level: env.logLevel,
    base: { process: 'consumer' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort())
  const { brokers, topic, group } = env
  log.info({ brokers, topic, group, api: env.apiUrl }, 'consumer starting')
  const store = openStore({ url: env.databaseUrl, name: 'consumer', max: 4 })
  const kafka = brokerClient(env, log)
  const reporter = new Reporter({ env, kafka, db: store.db, log })
  const parts = { env, kafka, db: store.db, reporter, log }
  const endings = env.endingsTopic === null ? null : keepTelling(parts, env.endingsTopic, stop.signal)
  const reporting = new AbortController()
  const reports = reporter.run(reporting.signal)
  try {
    await Promise.all([consume(parts, stop.signal), endings])
  } finally {
    // Stopped last, so that the final report covers everything that was done.
    reporting.abort()
    await reports
    await store.close()
  }
}

main().catch((error: unknown) => {
  const text =
    error instanceof EnvError || !(error instanceof Error) ? String(error) : (error.stack ?? error.message)
  process.stderr.write(`${error instanceof EnvError ? error.message : text}\n`, () => process.exit(1))
})
