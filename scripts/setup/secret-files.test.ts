import { expect, test } from 'vitest'
import { parseSecrets } from '@/lib/carrier/signature'
import { parseTokenKeys } from '@/lib/carrier/token'
import { completed, type SecretFiles } from './secret-files'

const none: SecretFiles = { postgres: {}, web: {}, worker: {}, simulator: {}, consumer: {} }

const carrier = {
  name: 'RouteA',
  url: 'https://a.example.com',
  handOverSecretEnv: 'A_OUT',
  receiptSecretEnv: 'A_IN',
}

test('gives each process only what it needs', () => {
  const files = completed(none, [carrier])
  expect(Object.keys(files.web)).toEqual(['TOKEN_KEYS', 'DATABASE_URL', 'A_IN'])
  expect(Object.keys(files.worker)).toEqual(['TOKEN_KEYS', 'DATABASE_URL', 'NOTIFY_SECRET', 'A_OUT'])
  expect(Object.keys(files.simulator)).toEqual(['A_OUT', 'A_IN'])
  expect(Object.keys(files.consumer)).toEqual(['DATABASE_URL'])
  const { WAYBILL_PASSWORD, ...temporal } = files.postgres
  expect(new Set(Object.values(temporal)).size).toBe(1)
  expect(Object.values(temporal)).not.toContain(WAYBILL_PASSWORD)
})

test('web and worker get the password of the database role, even after its file was lost', () => {
  const files = completed(none, [carrier])
  const url = `postgres://waybill:${files.postgres.WAYBILL_PASSWORD}@postgres:5432/waybill`
  expect([files.web.DATABASE_URL, files.worker.DATABASE_URL]).toEqual([url, url])
  const { WAYBILL_PASSWORD: _lost, ...rest } = files.postgres
  expect(completed({ ...files, postgres: rest }, [carrier])).toEqual(files)
  const elsewhere = { DATABASE_URL: 'postgres://me:mine@db.example.com/packets' }
  const own = completed({ ...none, web: elsewhere }, [carrier])
  expect(own.worker).toMatchObject(elsewhere)
  expect(own.postgres.WAYBILL_PASSWORD).not.toBe('mine')
})

test('a secret that two processes share is the same in both, and usable', () => {
  const { web, worker, simulator } = completed(none, [carrier])
  expect(web.TOKEN_KEYS).toBe(worker.TOKEN_KEYS)
  expect([web.A_IN, worker.A_OUT]).toEqual([simulator.A_IN, simulator.A_OUT])
  expect(parseTokenKeys(web.TOKEN_KEYS ?? '')).toHaveLength(1)
  expect(parseSecrets('A_IN', web.A_IN)).toHaveLength(1)
})

test('a second time changes nothing', () => {
  const files = completed(none, [carrier])
  expect(completed(files, [carrier])).toEqual(files)
})

test('keeps a value that a person wrote and passes it on', () => {
  const files = completed({ ...none, worker: { A_OUT: 'whsec_agreed', LOG_LEVEL: 'debug' } }, [carrier])
  expect(files.worker).toMatchObject({ A_OUT: 'whsec_agreed', LOG_LEVEL: 'debug' })
  expect(files.simulator.A_OUT).toBe('whsec_agreed')
})

test('removes from the worker what has become a receipt secret, whatever its name', () => {
  const before = completed(none, [carrier])
  const secret = before.web.A_IN ?? ''
  const worker = { ...before.worker, A_IN: secret, OLD_NAME: secret, LOG_LEVEL: 'debug' }
  const after = completed({ ...before, worker }, [carrier])
  expect(after).toEqual({ ...before, worker: { ...before.worker, LOG_LEVEL: 'debug' } })
  const renamed = { ...carrier, handOverSecretEnv: 'NEW_OUT', receiptSecretEnv: 'A_OUT' }
  const changed = completed(before, [renamed])
  expect(Object.keys(changed.worker)).toEqual(['TOKEN_KEYS', 'DATABASE_URL', 'NOTIFY_SECRET', 'NEW_OUT'])
  expect(changed.web.A_OUT).toBe(before.worker.A_OUT)
})

test('refuses files that disagree', () => {
  const files = { ...none, web: { TOKEN_KEYS: 'a' }, worker: { TOKEN_KEYS: 'b' } }
  expect(() => completed(files, [carrier])).toThrow(/^TOKEN_KEYS differs .* worker\.env\.$/)
})
