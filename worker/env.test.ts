import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readEnv } from './env'

const good = {
  TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  DATABASE_URL: 'postgres://waybill@127.0.0.1/waybill',
  NOTIFY_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
}

test('needs nothing but the keys and the database', () => {
  expect(readEnv(good)).toMatchObject({
    CALLBACK_URL: 'http://127.0.0.1:3000/api/callbacks/transmit',
    ROUTING_FALLBACK: 'built-in',
    GRACE_MS: 30_000,
    SETTLING_MS: 120_000,
    RETAIN_CONTENTS_DAYS: 30,
    RETAIN_PACKETS_DAYS: 90,
    RETAIN_AUDIT_DAYS: 365,
    MAX_CONCURRENT_TASKS: 200,
  })
  expect(readEnv({ ...good, GRACE_MS: '', SEED: '' })).toMatchObject({ GRACE_MS: 30_000 })
})

test('calls no routing or greeting service and sends no probe unless their settings are given', () => {
  const env = readEnv({ ...good, ROUTING_URL: '', GREETING_URL: '', PROBE_DESTINATION: '' })
  expect([env.ROUTING_URL, env.GREETING_URL, env.PROBE_DESTINATION]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(readEnv({ ...good, ERROR_CHANCE: '99' })).not.toHaveProperty('ERROR_CHANCE')
})

test.each([
  [{ TOKEN_KEYS: '' }, /^TOKEN_KEYS: it is not set\. Example: TOKEN_KEYS=k1:/],
  [{ NOTIFY_SECRET: '' }, /^NOTIFY_SECRET: it is not set\. Example: NOTIFY_SECRET=whsec_/],
  [{ NOTIFY_SECRET: 'whsec_c2hvcnQ=' }, /^NOTIFY_SECRET: it holds a secret that is not whsec_ followed by/],
  [{ NOTIFY_ALLOW_PRIVATE: 'everything' }, /^NOTIFY_ALLOW_PRIVATE: it must be addresses or ranges/],
  [{ TOKEN_KEYS: 'k1:c2hvcnQ=' }, /^TOKEN_KEYS: A key is <key id>/],
  [{ CALLBACK_URL: 'ftp://a.example/' }, /^CALLBACK_URL: it must be an http or https address\. Example: /],
  [{ CALLBACK_URL: 'waybill.example.com' }, /^CALLBACK_URL: /],
  [{ DATABASE_URL: 'web:3000' }, /^DATABASE_URL: it must be an address such as postgres:/],
  [{ DATABASE_URL: '' }, /^DATABASE_URL: it is not set\./],
  [{ ROUTING_URL: '127.0.0.1:9091' }, /^ROUTING_URL: it must be an http or https address\. Example: /],
  [{ ROUTING_URL: 'http://a:b@routing/' }, /^ROUTING_URL: it must have no user name and no password\./],
  [{ ROUTING_FALLBACK: 'none' }, /^ROUTING_FALLBACK: .*built-in.*Example: ROUTING_FALLBACK=built-in$/],
  [{ GREETING_URL: 'ftp://a/' }, /^GREETING_URL: it must be an http or https address\. Example: /],
  [{ GRACE_MS: '-0' }, /^GRACE_MS: it must be a whole number from 0 to 3600000\. Example: GRACE_MS=30000/],
  [{ GRACE_MS: '3600001' }, /^GRACE_MS: it must be a whole number from 0 to 3600000\./],
  [{ SETTLING_MS: '0x10' }, /^SETTLING_MS: /],
  [{ BREAKER_PROBE_MS: '600001' }, /^BREAKER_PROBE_MS: /],
  [
    { BREAKER_PROBE_MS: '0' },
    /^BREAKER_PROBE_MS: it must be a whole number from 1000 to 600000\. Example: BREAKER_PROBE_MS=30000$/,
  ],
  [
    { MAX_CONCURRENT_TASKS: '0' },
    /^MAX_CONCURRENT_TASKS: it must be a whole number from 1 to 10000\. Example: /,
  ],
  [{ PROBE_DESTINATION: '+01\u200b66' }, /^PROBE_DESTINATION: It has an invisible character, U\+200B ZERO/],
  [{ PROBE_DESTINATION: 'a\nb' }, /^PROBE_DESTINATION: Use printable characters only\. Example: /],
  [{ SEED: 'x'.repeat(201) }, /^SEED: .*Example: SEED=/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: .*Example: LOG_LEVEL=info/],
])('refuses %j in words', (bad, sentence) => {
  expect(() => readEnv({ ...good, ...bad })).toThrow(EnvError)
  expect(() => readEnv({ ...good, ...bad })).toThrow(sentence)
})
