import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './root'
import { readSettings } from './settings'

const env = (values: Record<string, string>): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', ...values })

test('has a default for everything', () => {
  expect(readSettings(env({}))).toEqual({
    HOST: '127.0.0.1',
    TEMPORAL_HOST: '127.0.0.1',
    PORT: 3000,
    TEMPORAL_PORT: 7233,
    TEMPORAL_UI_PORT: 8233,
    CARRIER_PORT: 9091,
    METRICS_PORT: 9464,
    POSTGRES_PORT: 5433,
    DATA_DIR: join(ROOT, '.data'),
  })
})

test('takes what is set, and treats an empty variable as unset', () => {
  const settings = readSettings(env({ PORT: '3100', DATA_DIR: '/var/lib/waybill', TEMPORAL_ADDRESS: '' }))
  expect(settings).toMatchObject({ PORT: 3100, DATA_DIR: '/var/lib/waybill' })
  expect(settings.TEMPORAL_ADDRESS).toBeUndefined()
})

test.each([
  ['PORT', 'web', 'PORT: it must be a whole number from 1 to 65535. Example: PORT=3000'],
  ['PORT', '0', 'PORT: it must be a whole number from 1 to 65535. Example: PORT=3000'],
  [
    'CARRIER_PORT',
    '70000',
    'CARRIER_PORT: it must be a whole number from 1 to 65535. Example: CARRIER_PORT=9091',
  ],
  ['HOST', 'http://here', 'HOST: it must be a host name or an IP address. Example: HOST=127.0.0.1'],
  [
    'TEMPORAL_HOST',
    '192.0.2.7',
    'TEMPORAL_HOST: it must be 127.0.0.1, or 0.0.0.0 or :: for every address of this machine. Example: TEMPORAL_HOST=127.0.0.1',
  ],
  ['DATA_DIR', '~/waybill', 'DATA_DIR: it must not begin with ~, which is not expanded here'],
  ['DATA_DIR', '  ', 'DATA_DIR: it must not be empty'],
  [
    'TEMPORAL_ADDRESS',
    'temporal.example.com',
    'TEMPORAL_ADDRESS: it must be host:port, and an IPv6 address in brackets, such as [::1]:7233. Example: TEMPORAL_ADDRESS=temporal.example.com:7233',
  ],
  [
    'DATABASE_URL',
    'db.example.com:5432/waybill',
    'DATABASE_URL: it must be an address such as postgres://role:password@host:5432/database. Example: DATABASE_URL=postgres://',
  ],
  ['DATABASE_URL', 'mysql://me:mine@db.example.com/packets', 'DATABASE_URL: it must be an address such as'],
])('refuses %s=%s with its name, the problem and an example', (name, value, message) => {
  expect(() => readSettings(env({ [name]: value }))).toThrow(message)
})

test.each(['my dir ', 'a#b?c%20', '~backup', 'x:y&z', "it's", 'back\\slash', 'żółć', '日本'])(
  'takes a data folder called %s as it is',
  (name) => {
    expect(readSettings(env({ DATA_DIR: name })).DATA_DIR).toBe(join(ROOT, name))
    expect(readSettings(env({ DATA_DIR: `/srv/${name}` })).DATA_DIR).toBe(`/srv/${name}`)
  },
)

test.each([
  'postgres://waybill:p%40ss@db.example.com:5432/waybill',
  'postgresql://waybill@[::1]/packets?sslmode=require',
  'postgres:///waybill?host=/var/run/postgresql',
  'postgres://waybill@%2Fvar%2Frun%2Fpostgresql/waybill',
])('takes DATABASE_URL=%s as it is', (url) => {
  expect(readSettings(env({ DATABASE_URL: url })).DATABASE_URL).toBe(url)
})

test('names every bad variable at once', () => {
  expect(() => readSettings(env({ PORT: 'x', TEMPORAL_PORT: 'y' }))).toThrow(/PORT: .*\nTEMPORAL_PORT: /)
})

test('refuses one port for two parts', () => {
  expect(() => readSettings(env({ CARRIER_PORT: '3000' }))).toThrow('PORT and CARRIER_PORT are both 3000')
  expect(() => readSettings(env({ POSTGRES_PORT: '7233' }))).toThrow(
    'TEMPORAL_PORT and POSTGRES_PORT are both',
  )
})
