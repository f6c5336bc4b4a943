/** The consumer's settings, read once from the environment. */
import { readFileSync } from 'node:fs'
import type { SASLOptions } from 'kafkajs'
import { z } from 'zod'
import {
  databaseUrl,
  EnvError,
  logLevel,
  parseEnv,
  serviceAddress,
  text,
  wholeNumber,
} from '@/lib/contract/env'

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

/** Kafka's rule for topic names. */
const topic = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, 'it must be 1 to 249 of the characters A–Z a–z 0–9 . _ -')

const brokers = text(4096)
  .transform((list) => list.split(',').map((broker) => broker.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}$/,
          'it must be host:port, or several of them separated by commas, each without a scheme.',
        ),
    ),
  )

const schema = z.object({
  KAFKA_BROKERS: brokers,
  KAFKA_TOPIC: topic.default('waybill-packets'),
  KAFKA_GROUP_ID: text(200).default('waybill'),
  KAFKA_DEAD_LETTER_TOPIC: topic.optional(),
  KAFKA_ENDINGS_TOPIC: topic.optional(),
  KAFKA_SSL: z.enum(['true', 'false'], 'it must be true or false.').default('false'),
  KAFKA_SSL_CA_PATH: text(1024).optional(),
  KAFKA_SSL_CERT_PATH: text(1024).optional(),
  KAFKA_SSL_KEY_PATH: text(1024).optional(),
  KAFKA_SASL_MECHANISM: z.enum(mechanisms, `it must be ${mechanisms.join(', ')}.`).optional(),
  KAFKA_SASL_USERNAME: text(1024).optional(),
  KAFKA_SASL_PASSWORD: text(1024).optional(),
  KAFKA_MAX_WAITING: wholeNumber(1, 1_000_000).default(2_000),
  API_URL: serviceAddress.transform((url) => url.replace(/\/+$/, '')).default('http://127.0.0.1:3000'),
  DATABASE_URL: databaseUrl,
  ALIVE_FILE: text(1024).optional(),
  LOG_LEVEL: logLevel.default('info'),
})

const examples = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  KAFKA_TOPIC: 'waybill-packets',
  KAFKA_GROUP_ID: 'waybill',
  KAFKA_DEAD_LETTER_TOPIC: 'waybill-packets.dead-letter',
  KAFKA_ENDINGS_TOPIC: 'waybill-endings',
  KAFKA_SSL: 'true',
  KAFKA_SSL_CA_PATH: '/etc/kafka/ca.pem',
  KAFKA_SSL_CERT_PATH: '/etc/kafka/client.pem',
  KAFKA_SSL_KEY_PATH: '/etc/kafka/client.key',
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_MAX_WAITING: '2000',
  API_URL: 'http://127.0.0.1:3000',
  DATABASE_URL: 'postgres://waybill:password@127.0.0.1:5432/waybill',
  LOG_LEVEL: 'info',
}

export interface ConsumerEnv {
  brokers: string[]
  group: string
  topic: string
  deadLetterTopic: string
  /** Null if endings are written to no topic. */
  endingsTopic: string | null
  tls: { ca?: string; cert?: string; key?: string } | null
  sasl: SASLOptions | null
  /** The most accepted packets that may wait for a worker before the consumer pauses. */
  maxWaiting: number
  /** The address of the web process, without a slash at its end. */
  apiUrl: string
  databaseUrl: string
  /** A file that is touched every few seconds; null for none. */
  aliveFile: string | null
  logLevel: z.infer<typeof logLevel>
}

/** @throws EnvError that names the variable, the problem and an example */
export function readEnv(env: Readonly<Record<string, string | undefined>>): ConsumerEnv {
  const parsed = parseEnv(schema, env, examples)
  const names = {
    topic: parsed.KAFKA_TOPIC,
    deadLetterTopic: parsed.KAFKA_DEAD_LETTER_TOPIC ?? `${parsed.KAFKA_TOPIC}.dead-letter`,
    endingsTopic: parsed.KAFKA_ENDINGS_TOPIC ?? null,
  }
  requireDifferent(names)
  return {
    ...names,
    brokers: parsed.KAFKA_BROKERS,
    group: parsed.KAFKA_GROUP_ID,
    tls: tlsOf(parsed),
    sasl: saslOf(parsed),
    maxWaiting: parsed.KAFKA_MAX_WAITING,
    apiUrl: parsed.API_URL,
    databaseUrl: parsed.DATABASE_URL,
    aliveFile: parsed.ALIVE_FILE ?? null,
    logLevel: parsed.LOG_LEVEL,
  }
}

/** A consumer that writes to the topic that it reads would read its own messages for ever. */
function requireDifferent({
  topic,
  deadLetterTopic,
  endingsTopic,
}: Pick<ConsumerEnv, 'topic' | 'deadLetterTopic' | 'endingsTopic'>): void {
  if (deadLetterTopic === topic)
    throw new EnvError('KAFKA_DEAD_LETTER_TOPIC: it must not be KAFKA_TOPIC, which would be read again.')
  if (endingsTopic === topic || endingsTopic === deadLetterTopic)
    throw new EnvError('KAFKA_ENDINGS_TOPIC: it must be neither KAFKA_TOPIC nor the dead-letter topic.')
}

type Parsed = z.infer<typeof schema>

function tlsOf(parsed: Parsed): ConsumerEnv['tls'] {
  const { KAFKA_SSL_CA_PATH: ca, KAFKA_SSL_CERT_PATH: cert, KAFKA_SSL_KEY_PATH: key } = parsed
  if (parsed.KAFKA_SSL === 'false') {
    if (ca === undefined && cert === undefined && key === undefined) return null
    throw new EnvError('KAFKA_SSL: it is not true, but certificates are set. Example: KAFKA_SSL=true')
  }
  if ((cert === undefined) !== (key === undefined))
    throw new EnvError('KAFKA_SSL_CERT_PATH and KAFKA_SSL_KEY_PATH: set both, or neither.')
  return {
    ...(ca !== undefined && { ca: fileAt('KAFKA_SSL_CA_PATH', ca) }),
    ...(cert !== undefined && { cert: fileAt('KAFKA_SSL_CERT_PATH', cert) }),
    ...(key !== undefined && { key: fileAt('KAFKA_SSL_KEY_PATH', key) }),
  }
}

function fileAt(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new EnvError(`${variable}: the file it names cannot be read.`)
  }
}

function saslOf(parsed: Parsed): SASLOptions | null {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username = '' } = parsed
  const { KAFKA_SASL_PASSWORD: password = '' } = parsed
  if (mechanism === undefined) {
    if (username === '' && password === '') return null
    throw new EnvError(
      'KAFKA_SASL_MECHANISM: it is not set, but a user or a password is. Example: KAFKA_SASL_MECHANISM=scram-sha-512',
    )
  }
  if (username === '' || password === '')
    throw new EnvError(
      'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD: both are needed with KAFKA_SASL_MECHANISM.',
    )
  return { mechanism, username, password }
}
