import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readSettings } from './env'
import { newSecret } from './test-support/environment'

const folder = mkdtempSync(join(tmpdir(), 'waybill-env-'))
const file = join(folder, 'providers.json')
const provider = {
  name: 'A',
  url: 'http://a/',
  handOverSecretEnv: 'A_HAND_OVER',
  receiptSecretEnv: 'A_RECEIPT',
}
writeFileSync(file, JSON.stringify([provider]))

const good = {
  NODE_ENV: 'test',
  TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  PROVIDERS_FILE: file,
  A_RECEIPT: newSecret(),
  DATABASE_URL: 'postgres://waybill@127.0.0.1/waybill',
} as const

test('has a default for everything but keys, secrets and the database', () => {
  const { maxViewers, logLevel, temporalUiUrl, providers, temporal } = readSettings(good)
  expect({ maxViewers, logLevel, temporalUiUrl }).toEqual({
    maxViewers: 1000,
    logLevel: 'info',
    temporalUiUrl: null,
  })
  expect(providers[0]).toMatchObject({ name: 'A', receiptSecrets: [good.A_RECEIPT], handOverSecrets: [] })
  expect(temporal.namespace).toBe('default')
})

test.each([
  ['https://ops.example.com', 'https://ops.example.com', ''],
  ['https://Ops.Example.com:443/', 'https://ops.example.com', ''],
  ['http://ops.example.com:8080/way.bill_1/', 'http://ops.example.com:8080/way.bill_1', '/way.bill_1'],
  ['https://ops.example.com/tools/waybill', 'https://ops.example.com/tools/waybill', '/tools/waybill'],
])('the public address %s becomes %s, with the path "%s"', (given, publicUrl, publicPath) => {
  expect(readSettings({ ...good, PUBLIC_URL: given })).toMatchObject({ publicUrl, publicPath })
})

test("reads Temporal's address from the standard variables", () => {
  const { temporal } = readSettings({ ...good, TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'n' })
  expect(temporal).toMatchObject({ namespace: 'n', connectionOptions: { address: 'temporal:7233' } })
})

test.each([
  [{ TOKEN_KEYS: '' }, /^TOKEN_KEYS: it is not set\. Example: /],
  [{ TOKEN_KEYS: 'k1:short' }, /^TOKEN_KEYS: A key is /],
  [
    { MAX_VIEWERS: 'many' },
    /^MAX_VIEWERS: it must be a whole number from 1 to 99999\. Example: MAX_VIEWERS=1000/,
  ],
  [{ MAX_VIEWERS: '0' }, /^MAX_VIEWERS: /],
  [{ PORT: '65536' }, /^PORT: it must be a whole number from 1 to 65535\. Example: PORT=3000/],
  [{ PUBLIC_URL: 'waybill.example.com' }, /^PUBLIC_URL: it must be an http or https address\. Example: /],
  [{ PUBLIC_URL: 'https://a.example/?x=1' }, /^PUBLIC_URL: it must have no user, query or fragment\./],
  [{ PUBLIC_URL: 'https://u:p@a.example/' }, /^PUBLIC_URL: it must have no user, query or fragment\./],
  [{ PUBLIC_URL: 'https://a.example/b//c' }, /^PUBLIC_URL: its path may have letters/],
  [{ PUBLIC_URL: 'https://a.example/b/../c' }, /^PUBLIC_URL: its path may have letters/],
  [{ PUBLIC_URL: 'https://a.example/%2e%2e/c' }, /^PUBLIC_URL: its path may have letters/],
  [{ PUBLIC_URL: 'https://a.example/api/' }, /^PUBLIC_URL: its path must not begin like a page of Waybill/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: .* Example: LOG_LEVEL=info/],
  [{ TEMPORAL_UI_URL: 'javascript:alert(1)' }, /^TEMPORAL_UI_URL: it must be an http or https address\./],
  [{ PROVIDERS_FILE: join(folder, 'missing.json') }, /^PROVIDERS_FILE: .*missing\.json: it cannot be read\./],
  [{ A_RECEIPT: '' }, /^PROVIDERS_FILE: .*provider "A": A_RECEIPT is not set/],
  [{ A_RECEIPT: 'whsec_c2hvcnQ=' }, /^PROVIDERS_FILE: .*A_RECEIPT holds a secret that is not/],
  [{ TEMPORAL_ADDRESS: '::1:7233' }, /^TEMPORAL_ADDRESS: an IPv6 address must stand in brackets/],
  [
    { TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere.pem', TEMPORAL_TLS: 'true' },
    /^TEMPORAL_TLS_CLIENT_CERT_PATH: .*cannot be read/,
  ],
])('refuses %j with an explanation', (bad, sentence) => {
  expect(() => readSettings({ ...good, ...bad })).toThrow(EnvError)
  expect(() => readSettings({ ...good, ...bad })).toThrow(sentence)
})
