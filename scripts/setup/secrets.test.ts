import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureDevelopmentSecrets, newSigningSecret } from './secrets'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-secrets-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('makes a token key, a password, a secret for notifications and two for each route', async () => {
  const secrets = await ensureDevelopmentSecrets(join(folder, 'new'))
  expect(Object.keys(secrets)).toHaveLength(13)
  expect(secrets.TOKEN_KEYS).toMatch(/^[0-9a-f]{8}:[A-Za-z0-9+/]{43}=$/)
  expect(secrets.POSTGRES_PASSWORD).toMatch(/^[\w-]{32}$/)
  for (const letter of 'ABCDE') {
    expect(secrets[`ROUTE_${letter}_HANDOVER_SECRET`]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(secrets[`ROUTE_${letter}_RECEIPT_SECRET`]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  }
  expect(new Set(Object.values(secrets)).size).toBe(13)
})

test('only its owner can read the file, even after its mode was loosened', async () => {
  const file = join(folder, 'secrets.env')
  await ensureDevelopmentSecrets(folder)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await writeFile(file, await readFile(file), { mode: 0o644 })
  await ensureDevelopmentSecrets(folder)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['secrets.env'])
})

test('returns the same secrets on every later call', async () => {
  const first = await ensureDevelopmentSecrets(folder)
  expect(await ensureDevelopmentSecrets(folder)).toEqual(first)
})

test('adds what is missing and keeps the rest', async () => {
  const mine = newSigningSecret()
  await writeFile(
    join(folder, 'secrets.env'),
    `ROUTE_A_RECEIPT_SECRET=${mine}\nROUTE_Z_RECEIPT_SECRET=whsec_theirs\n`,
  )
  const secrets = await ensureDevelopmentSecrets(folder)
  expect(secrets).toMatchObject({
    ROUTE_A_RECEIPT_SECRET: mine,
    ROUTE_Z_RECEIPT_SECRET: 'whsec_theirs',
  })
  expect(secrets.TOKEN_KEYS).toBeDefined()
  expect(await ensureDevelopmentSecrets(folder)).toEqual(secrets)
})

test('names the secret that a truncated file has damaged, and leaves the file as it is', async () => {
  await ensureDevelopmentSecrets(folder)
  const file = join(folder, 'secrets.env')
  const whole = await readFile(file, 'utf8')
  const half = whole.slice(0, whole.indexOf('ROUTE_C_HANDOVER_SECRET') + 45)
  await writeFile(file, half)
  await expect(ensureDevelopmentSecrets(folder)).rejects.toThrow(
    /secrets\.env holds a damaged ROUTE_C_HANDOVER_SECRET; put the file back from a copy/,
  )
  expect(await readFile(file, 'utf8')).toBe(half)
})

test('says that something other than a file is in its place', async () => {
  await mkdir(join(folder, 'secrets.env'))
  await expect(ensureDevelopmentSecrets(folder)).rejects.toThrow(/secrets\.env cannot be read: EISDIR/)
})
