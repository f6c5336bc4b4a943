import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { checkPartEnv } from './check-part-env'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waybill-check-part-env-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dataDir, { recursive: true })
})

test('has nothing against the defaults, and an empty variable is none', async () => {
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
