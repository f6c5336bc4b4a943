import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readEnv, webAddress } from './env'

const good = { TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}` }

test('needs nothing but the keys', () => {
  expect(readEnv(good)).toMatchObject({
    CALLBACK_URL: 'http://127.0.0.1:3000/api/callbacks/transmit',
    ERROR_CHANCE: 10,
    GRACE_MS: 30_000,
    SETTLING_MS: 120_000,
    MAX_CONCURRENT_TASKS: 200,
  })
  expect(readEnv({ ...good, GRACE_MS: '', SEED: '' })).toMatchObject({ GRACE_MS: 30_000 })
})

test.each([
  [{}, 'http://127.0.0.1:3000'],
  [{ CALLBACK_URL: 'https://waybill.example.com/api/callbacks/transmit' }, 'https://waybill.example.com'],
  [
    { CALLBACK_URL: 'https://ops.example.com/waybill/api/callbacks/transmit' },
    'https://ops.example.com/waybill',
  ],
  [{ CALLBACK_URL: 'https://waybill.example.com/r', WEB_URL: 'http://web:3000/' }, 'http://web:3000'],
  [{ WEB_URL: 'http://somebody:secret@web:3000/pages?x=1' }, 'http://web:3000'],
])('with %j a worker reaches the web process at %s', (given, address) => {
  expect(webAddress(readEnv({ ...good, ...given }))).toBe(address)
})

test.each([
  ['0', 0],
  ['99', 99],
  ['100', 99],
  ['-5', 0],
])('keeps an error chance of %s within its bounds', (given, percent) => {
  expect(readEnv({ ...good, ERROR_CHANCE: given }).ERROR_CHANCE).toBe(percent)
})

test.each([
  [{ TOKEN_KEYS: '' }, /^TOKEN_KEYS: it is not set\. Example: TOKEN_KEYS=k1:/],
  [{ TOKEN_KEYS: 'k1:c2hvcnQ=' }, /^TOKEN_KEYS: A key is <key id>/],
  [{ CALLBACK_URL: 'ftp://a.example/' }, /^CALLBACK_URL: it must be an http or https address\. Example: /],
  [{ CALLBACK_URL: 'waybill.example.com' }, /^CALLBACK_URL: /],
  [{ WEB_URL: 'web:3000' }, /^WEB_URL: it must be an http or https address\. Example: WEB_URL=http:/],
  [{ ERROR_CHANCE: '1e1' }, /^ERROR_CHANCE: it must be a whole number of percent, from 0 to 99\. Example: /],
  [{ ERROR_CHANCE: ' ' }, /^ERROR_CHANCE: /],
  [{ ERROR_CHANCE: 'NaN' }, /^ERROR_CHANCE: /],
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
