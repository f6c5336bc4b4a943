/** The only access to the broker: address and credentials, logging of the client library, and errors in words. */
import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type Admin, type ITopicConfig, type Kafka } from 'kafkajs'
import type pino from 'pino'
import { installCodecs } from './codecs'
import type { ConsumerEnv } from './env'

type BrokerSettings = Pick<ConsumerEnv, 'brokers' | 'tls' | 'sasl'>

/** Creates a client; it opens no connection yet. */
export function brokerClient({ brokers, tls, sasl }: BrokerSettings, log: Pick<pino.Logger, 'debug'>): Kafka {
  installCodecs()
  return new kafkajs.Kafka({
    clientId: 'waybill',
    brokers,
    ...(tls && { ssl: tls }),
    ...(sasl && { sasl }),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Few retries here: the caller reports a lasting failure once and retries itself.
    retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000 },
    logLevel: kafkajs.logLevel.WARN,
    // At debug level, because we report lasting failures ourselves. Other fields are dropped, as they may hold
    // anything.
    logCreator:
      () =>
      ({ namespace, log: { message, error } }) =>
        log.debug({ namespace, error: typeof error === 'string' ? error : undefined }, message),
  })
}

/** Creates missing topics with the broker's defaults, and logs a warning, because a name may be mistyped. */
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
 * Creates topics, and waits until they can be used. The library's own wait covers only the leaders, and fails at a
 * broker that does not know the topics yet.
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

/** The message of an error's innermost cause: the library wraps errors several times. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError) {
    const [first] = error.errors
    if (first !== undefined) return wordsOf(first)
  }
  if (error.cause instanceof Error && error.cause.message !== '') return wordsOf(error.cause)
  return error.message || error.name
}
