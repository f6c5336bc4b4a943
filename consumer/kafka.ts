/** The one way to the broker: its address and credentials, what the client library logs, and its errors in words. */
import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type Admin, type ITopicConfig, type Kafka } from 'kafkajs'
import type pino from 'pino'
import { installCodecs } from './codecs'
import type { ConsumerEnv } from './env'

type BrokerSettings = Pick<ConsumerEnv, 'brokers' | 'tls' | 'sasl'>

/** Opens no connection yet. */
export function brokerClient({ brokers, tls, sasl }: BrokerSettings, log: Pick<pino.Logger, 'debug'>): Kafka {
  installCodecs()
  return new kafkajs.Kafka({
    clientId: 'waybill',
    brokers,
    ...(tls && { ssl: tls }),
    ...(sasl && { sasl }),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // What goes on failing is told once and tried again by its user.
    retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000 },
    logLevel: kafkajs.logLevel.WARN,
    // What fails for good is told by us. The rest of an entry may hold anything.
    logCreator:
      () =>
      ({ namespace, log: { message, error } }) =>
        log.debug({ namespace, error: typeof error === 'string' ? error : undefined }, message),
  })
}

/** Makes the topics that the broker lacks, by its own defaults, and says so: a name may be mistyped. */
export async function ensureTopics(
  kafka: Kafka,
  topics: readonly string[],
  log: Pick<pino.Logger, 'warn'>,
): Promise<void> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    const there = new Set(await admin.listTopics())
    const missing = topics.filter((topic) => !there.has(topic))
    if (missing.length === 0) return
    await makeTopics(
      admin,
      missing.map((topic) => ({ topic })),
    )
    log.warn(`There was no ${missing.join(' and no ')}; it was made with the broker's defaults.`)
  } finally {
    await admin.disconnect()
  }
}

const knownWithinMs = 15_000

/**
 * Makes topics, and waits until they can be used. The library waits only for their leaders, and gives up at a broker that
 * has not heard of them yet.
 */
export async function makeTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics, waitForLeaders: false })
  const names = topics.map(({ topic }) => topic)
  for (const end = performance.now() + knownWithinMs; ; ) {
    try {
      await admin.fetchTopicMetadata({ topics: names })
      return
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await pause(100)
  }
}

/** What went wrong, of an error and of those it was caused by: the library wraps them several times. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError) {
    const [first] = error.errors
    if (first !== undefined) return wordsOf(first)
  }
  if (error.cause instanceof Error && error.cause.message !== '') return wordsOf(error.cause)
  return error.message || error.name
}
