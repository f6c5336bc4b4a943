import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readTemporal } from './settings'

const folder = mkdtempSync(join(tmpdir(), 'waybill-temporal-settings-'))
/** Points to a file that does not exist, so that the one in this machine's home folder is not read. */
const nowhere = { TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') }

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('has a default for every setting, and takes an empty variable as unset', () => {
  const { connectionOptions, namespace } = readTemporal({
    ...nowhere,
    TEMPORAL_ADDRESS: '',
    TEMPORAL_TLS: '',
  })
  expect(connectionOptions).toMatchObject({ address: '127.0.0.1:7233' })
  expect(namespace).toBe('default')
})

test.each([
  'localhost:7233',
  'temporal_dev:1',
  'a.b-c.example:65535',
  '[::1]:7233',
  '[fd00::a:1]:80',
  '10.0.0.1:9',
])('takes %s', (address) => {
  expect(readTemporal({ ...nowhere, TEMPORAL_ADDRESS: address }).connectionOptions.address).toBe(address)
})

test.each([
  ['::1:7233', /IPv6 address must stand in brackets.*\[::1\]:7233/],
  ['::1', /brackets/],
  ['fe80::1:7233', /brackets/],
  ['2001:db8::7', /brackets/],
  ['[::1]', /must be host:port/],
  ['[::1]:', /must be host:port/],
  ['[localhost]:7233', /IPv6/],
  ['[::1:7233', /host:port/],
  ['http://localhost:7233', /without a scheme/],
  ['localhost:7233/', /without a path/],
  ['localhost', /must be host:port/],
  [':7233', /its host/],
  ['localhost:', /must be host:port/],
  ['localhost:0', /port must be a number from 1 to 65535/],
  ['localhost:99999', /port must be a number from 1 to 65535/],
  ['localhost:72 33', /blanks/],
  [' localhost:7233', /blanks/],
  ['a:b:7233', /host:port/],
  ['999.1.1.1:7233', /not an IPv4 address/],
  ['user@host:7233', /its host/],
  ['höst:7233', /its host/],
])('refuses the address %s in words', (address, words) => {
  const read = () => readTemporal({ ...nowhere, TEMPORAL_ADDRESS: address })
  expect(read).toThrow(EnvError)
  expect(read).toThrow(words)
  expect(read).toThrow(/^TEMPORAL_ADDRESS: .* Example: TEMPORAL_ADDRESS=127\.0\.0\.1:7233$/)
})

test('refuses an address in the configuration file as well', () => {
  const config = file('bad.toml', '[profile.default]\naddress = "::1:7233"\n')
  expect(() => readTemporal({ TEMPORAL_CONFIG_FILE: config })).toThrow(/^TEMPORAL_ADDRESS: an IPv6 address/)
})

test.each([
  [{ TEMPORAL_TLS: 'yes' }, /^TEMPORAL_TLS: it must be true or false\. Example: TEMPORAL_TLS=true/],
  [{ TEMPORAL_API_KEY: 'two\nlines' }, /^TEMPORAL_API_KEY: it must be one word/],
  [
    { TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere.pem' },
    /^TEMPORAL_TLS_CLIENT_CERT_PATH: \/nowhere\.pem cannot be read/,
  ],
  [{ TEMPORAL_TLS_SERVER_CA_CERT_PATH: folder }, /^TEMPORAL_TLS_SERVER_CA_CERT_PATH: .* cannot be read/],
  [
    {
      TEMPORAL_TLS_CLIENT_CERT_PATH: file('c.pem', 'junk'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: file('k.pem', 'junk'),
    },
    /^TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH: they are not a certificate and its key/,
  ],
  [{ TEMPORAL_PROFILE: 'other' }, /^TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE: Profile 'other' not found/],
  [{ TEMPORAL_CONFIG_FILE: file('half.toml', '[profile') }, /^TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE: /],
])('refuses %j in words', (bad, words) => {
  const read = () => readTemporal({ ...nowhere, ...bad })
  expect(read).toThrow(EnvError)
  expect(read).toThrow(words)
})
