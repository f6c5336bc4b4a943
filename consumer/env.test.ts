import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readEnv } from './env'

const least = { KAFKA_BROKERS: 'kafka:9092', DATABASE_URL: 'postgres://waybill@127.0.0.1/waybill' }

test('needs only a broker and a store', () => {
  expect(readEnv(least)).toEqual({
    brokers: ['kafka:9092'],
    topic: 'waybill-packets',
    deadLetterTopic: 'waybill-packets.dead-letter',
    endingsTopic: null,
    group: 'waybill',
    tls: null,
    sasl: null,
    maxWaiting: 2_000,
    apiUrl: 'http://127.0.0.1:3000',
    databaseUrl: least.DATABASE_URL,
    aliveFile: null,
    logLevel: 'info',
  })
})

test('takes several brokers, encryption and a login', () => {
  const env = {
    ...least,
    KAFKA_BROKERS: 'a:9092, b.example.com:9093,[::1]:9094',
    KAFKA_SSL: 'true',
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'waybill',
    KAFKA_SASL_PASSWORD: 'secret',
  }
  expect(readEnv(env)).toMatchObject({
    brokers: ['a:9092', 'b.example.com:9093', '[::1]:9094'],
    tls: {},
    sasl: { mechanism: 'scram-sha-512', username: 'waybill', password: 'secret' },
  })
})

test.each([
  [{ KAFKA_BROKERS: '' }, 'KAFKA_BROKERS: it is not set. Example: KAFKA_BROKERS=127.0.0.1:9092'],
  [{ KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS, at 0: it must be host:port'],
  [{ KAFKA_BROKERS: 'kafka://a:9092' }, 'each without a scheme'],
  [{ KAFKA_BROKERS: 'a:1,,b:2' }, 'KAFKA_BROKERS, at 1'],
  [{ KAFKA_TOPIC: 'a topic' }, 'KAFKA_TOPIC: it must be 1 to 249 of'],
  [{ KAFKA_DEAD_LETTER_TOPIC: 'waybill-packets' }, 'KAFKA_DEAD_LETTER_TOPIC: it must not be KAFKA_TOPIC'],
  [{ KAFKA_ENDINGS_TOPIC: 'waybill-packets.dead-letter' }, 'KAFKA_ENDINGS_TOPIC: it must be neither'],
  [{ KAFKA_SSL: 'yes' }, 'KAFKA_SSL: it must be true or false.'],
  [{ KAFKA_SSL_CA_PATH: '/none' }, 'KAFKA_SSL: it is not true, but certificates are set.'],
  [{ KAFKA_SSL: 'true', KAFKA_SSL_CA_PATH: '/none' }, 'KAFKA_SSL_CA_PATH: the file it names cannot be read.'],
  [{ KAFKA_SSL: 'true', KAFKA_SSL_CERT_PATH: '/none' }, 'set both, or neither'],
  [
    { KAFKA_SASL_MECHANISM: 'gssapi' },
    'KAFKA_SASL_MECHANISM: it must be plain, scram-sha-256, scram-sha-512.',
  ],
  [{ KAFKA_SASL_PASSWORD: 'hidden' }, 'KAFKA_SASL_MECHANISM: it is not set'],
  [{ KAFKA_SASL_MECHANISM: 'plain' }, 'both are needed'],
  [{ API_URL: 'http://me:hidden@web:3000' }, 'API_URL: it must have no user name and no password.'],
])('%j is refused with the reason, and its value is not repeated', (wrong, told) => {
  const read = () => readEnv({ ...least, ...wrong })
  expect(read).toThrow(EnvError)
  expect(read).toThrow(told)
  expect(read).not.toThrow(/hidden/)
})
