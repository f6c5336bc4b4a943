import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { providersFile } from '@/lib/contract/provider-config'
import { defaultProviders } from '../setup/test-support/default-providers'
import { addressesOf } from './addresses'
import { checkPartEnv, ensureProvidersFile, environmentFor, movedTo, partEnvironment } from './part-env'
import { ROOT } from './root'

const addresses = addressesOf('0.0.0.0', { web: 3100, temporal: 7300, temporalUi: null, carrier: 9100 })
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waybill-part-env-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dataDir, { recursive: true })
})

const environment = (host = '0.0.0.0') =>
  partEnvironment({
    dataDir,
    host,
    namespace: 'default',
    addresses,
    ownServer: true,
    databaseUrl: 'postgres://waybill:p@127.0.0.1:5433/waybill',
    env: {},
  })

test("parts on this machine get each other's addresses", async () => {
  vi.stubEnv('CALLBACK_URL', '')
  expect(await environment()).toMatchObject({
    CALLBACK_URL: 'http://127.0.0.1:3100/api/callbacks/transmit',
    TEMPORAL_ADDRESS: '127.0.0.1:7300',
    DATABASE_URL: 'postgres://waybill:p@127.0.0.1:5433/waybill',
  })
})

test('the simulator plays the routing and greeting services and fails on purpose, unless others are configured', async () => {
  for (const name of [
    'ROUTING_URL',
    'ROUTING_FALLBACK',
    'GREETING_URL',
    'ERROR_CHANCE',
    'PROBE_DESTINATION',
  ]) {
    vi.stubEnv(name, '')
  }
  expect(await environment()).toMatchObject({
    ROUTING_URL: 'http://127.0.0.1:9100/routing',
    ROUTING_FALLBACK: 'fail',
    GREETING_URL: 'http://127.0.0.1:9100/greeting',
    ERROR_CHANCE: '10',
    PROBE_DESTINATION: '+016660002222',
  })
  vi.stubEnv('ROUTING_URL', 'https://routing.example.com/')
  vi.stubEnv('ERROR_CHANCE', '0')
  const own = await environment()
  expect(own).toMatchObject({ ROUTING_URL: 'https://routing.example.com/', ERROR_CHANCE: '0' })
  expect(own).not.toHaveProperty('ROUTING_FALLBACK', 'fail')
})

test('each part has only the secrets that it needs, whatever their names', async () => {
  const file = join(dataDir, 'carriers.json')
  const names = [
    ['RouteA', 'ROUTE_A_HANDOVER_SECRET', 'ROUTE_A_RECEIPT_SECRET'],
    ['Zürich', 'ZRH_HANDOVER_RECEIPT', 'ZRH_HANDOVER_SECRET'],
    ['Third', 'OUT3', 'IN'],
  ]
  const providers = names.map(([name, handOverSecretEnv, receiptSecretEnv]) => ({
    name,
    url: 'https://carrier.example.com/',
    handOverSecretEnv,
    receiptSecretEnv,
  }))
  await writeFile(file, JSON.stringify(providers))
  vi.stubEnv('PROVIDERS_FILE', file)
  vi.stubEnv('ZRH_HANDOVER_RECEIPT', 'whsec_b3V0')
  vi.stubEnv('ZRH_HANDOVER_SECRET', 'whsec_aW4=')
  vi.stubEnv('OUT3', 'whsec_b3V0Mw==')
  // One carrier's secret lacks the prefix: it must still reach the part that needs it, which reports the error.
  vi.stubEnv('IN', 'aW4z')
  vi.stubEnv('LEFT_FROM_BEFORE', 'whsec_b2xk,whsec_b2xkZXI=')
  const env = await environment()
  const secretsOf = (part: 'web' | 'worker' | 'simulator') =>
    Object.keys(environmentFor(part, env))
      .filter((name) => /SECRET|RECEIPT|KEYS|OUT3|^IN$|LEFT/.test(name))
      .sort()
  const handOver = ['OUT3', 'ROUTE_A_HANDOVER_SECRET', 'ZRH_HANDOVER_RECEIPT']
  const receipt = ['IN', 'ROUTE_A_RECEIPT_SECRET', 'ZRH_HANDOVER_SECRET']
  expect(secretsOf('worker')).toEqual([...handOver, 'NOTIFY_SECRET', 'TOKEN_KEYS'].sort())
  expect(secretsOf('web')).toEqual([...receipt, 'TOKEN_KEYS'].sort())
  expect(secretsOf('simulator')).toEqual([...handOver, ...receipt].sort())
  expect(environmentFor('worker', env)).toMatchObject({ PATH: process.env.PATH, DATA_DIR: dataDir })
})

test('accepts the defaults, and an empty variable counts as unset', async () => {
  for (const name of ['PROVIDERS_FILE', 'TOKEN_KEYS', 'GRACE_MS']) vi.stubEnv(name, '')
  await expect(checkPartEnv(dataDir)).resolves.toBeUndefined()
})

test.each([
  ['GRACE_MS', '-1', /^GRACE_MS: it must be a whole number from 0 to 3600000\. Example: GRACE_MS=30000$/],
  ['CARRIER_PROFILES', '{', /^CARRIER_PROFILES: it is not JSON\. Example: /],
  [
    'PROVIDERS_FILE',
    '/nope.json',
    /^PROVIDERS_FILE: \/nope\.json: it cannot be read\. Example: PROVIDERS_FILE=providers\.json$/,
  ],
])('refuses %s=%s as the part would', async (name, value, sentence) => {
  vi.stubEnv('PROVIDERS_FILE', '')
  vi.stubEnv(name, value)
  const failure = await checkPartEnv(dataDir).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(EnvError)
  expect(failure).toMatchObject({ message: expect.stringMatching(sentence) })
})

test("the committed providers' file is used while the simulator has its default port", async () => {
  expect(await ensureProvidersFile('/never/written', 'http://127.0.0.1:9091')).toBe(
    join(ROOT, 'providers.json'),
  )
})

const read = async (file: string) => providersFile.parse(JSON.parse(await readFile(file, 'utf8')))

test("with another simulator port a copy of the providers' file is used", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-providers-'))
  try {
    const file = await ensureProvidersFile(folder, 'http://127.0.0.1:9191')
    // People who run the tests may have added real carriers to the file.
    expect(await read(file)).toEqual(
      movedTo(await read(join(ROOT, 'providers.json')), 'http://127.0.0.1:9191'),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('providers of the simulator move to its other port', () => {
  const [first] = movedTo(defaultProviders('http://127.0.0.1:9091'), 'http://127.0.0.1:9191')
  expect(first?.url).toBe('http://127.0.0.1:9191/carriers/RouteA/transmit')
})

test('real carriers keep their addresses', () => {
  const real = {
    name: 'Real',
    url: 'https://carrier.example.com/transmit',
    handOverSecretEnv: 'REAL_OUT',
    receiptSecretEnv: 'REAL_IN',
  }
  expect(movedTo([real], 'http://127.0.0.1:9191')).toEqual([real])
})

test('allows notifications to this machine only while no other machine can submit packets', async () => {
  expect(await environment('127.0.0.1')).toMatchObject({ NOTIFY_ALLOW_PRIVATE: '127.0.0.0/8, ::1' })
  expect(await environment()).not.toHaveProperty('NOTIFY_ALLOW_PRIVATE')
  vi.stubEnv('NOTIFY_ALLOW_PRIVATE', '10.0.0.0/8')
  expect(await environment()).toMatchObject({ NOTIFY_ALLOW_PRIVATE: '10.0.0.0/8' })
})
