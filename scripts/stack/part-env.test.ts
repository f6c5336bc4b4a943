import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addressesOf } from './addresses'
import { partEnvironment } from './part-env'

const addresses = addressesOf('0.0.0.0', { web: 3100, temporal: 7300, temporalUi: null, carrier: 9100 })
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waybill-part-env-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dataDir, { recursive: true })
})

const environment = () =>
  partEnvironment({
    dataDir,
    host: '0.0.0.0',
    namespace: 'default',
    addresses,
    ownServer: true,
    databaseUrl: 'postgres://waybill:p@127.0.0.1:5433/waybill',
    env: {},
  })

test('the parts find each other on this machine', async () => {
  vi.stubEnv('CALLBACK_URL', '')
  vi.stubEnv('WEB_URL', '')
  expect(await environment()).toMatchObject({
    CALLBACK_URL: 'http://127.0.0.1:3100/api/callbacks/transmit',
    WEB_URL: 'http://127.0.0.1:3100',
    TEMPORAL_ADDRESS: '127.0.0.1:7300',
    DATABASE_URL: 'postgres://waybill:p@127.0.0.1:5433/waybill',
  })
})

test('a worker asks the web process itself, wherever carriers send their receipts, unless it is told otherwise', async () => {
  vi.stubEnv('CALLBACK_URL', 'https://waybill.example.com/api/callbacks/transmit')
  vi.stubEnv('WEB_URL', '')
  expect(await environment()).toMatchObject({ WEB_URL: 'http://127.0.0.1:3100' })
  vi.stubEnv('WEB_URL', 'https://waybill.example.com')
  expect(await environment()).toMatchObject({ WEB_URL: 'https://waybill.example.com' })
})
