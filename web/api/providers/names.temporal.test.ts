import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import { providersFile } from '@/lib/contract/provider-config'
import { providerList } from '@/lib/contract/provider-list'
import { store } from '@/lib/server/store'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { postJson } from '../test-support/call-api'
import { refusal } from '../test-support/refusal'

const odd = [
  'A',
  '%41',
  '%2541',
  '100 % sure',
  'a/b',
  'back\\slash',
  'what?#really&=+;',
  `O'Hara "&" <sons>`,
  ' spaces around ',
  '...',
  'actions',
  'scoreboard',
  'αβγ Telecom (backup) №2',
  'שלום',
  '📦'.repeat(16),
]

const because = { reason: 'to be sure' }

function drain(segment: string): Promise<Response> {
  return postJson(`/api/providers/${segment}/actions/drain`, because)
}

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  setEnvironment({
    temporalAddress: '127.0.0.1:9',
    databaseUrl: database.url,
    carrierUrl: 'http://127.0.0.1:9/',
  })
  process.env.PROBE_DESTINATION = ''
  const file = process.env.PROVIDERS_FILE ?? ''
  const [first] = providersFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(file, JSON.stringify(odd.map((name) => ({ ...first, name }))))
})

afterAll(async () => {
  await store().close()
  await database.drop()
})

test.each(odd)('finds the provider "%s" by its address', async (name) => {
  const { items } = providerList.parse(await (await drain(encodeURIComponent(name))).json())
  expect(items.find((each) => each.name === name)?.state.drained).toMatchObject(because)
})

test.each(['B', '%2A', 'a', 'A '])('"%s" names no provider', async (name) => {
  expect(await refusal(await drain(encodeURIComponent(name)))).toEqual([404, 'PROVIDER_NOT_FOUND'])
})

test('an address that is not percent-encoded text names no provider', async () => {
  expect([400, 404]).toContain((await drain('%E0%A4')).status)
})

test('the providers file refuses names that an address cannot contain', () => {
  const [first] = providersFile.parse(JSON.parse(readFileSync(process.env.PROVIDERS_FILE ?? '', 'utf8')))
  for (const name of ['.', '..']) expect(providersFile.safeParse([{ ...first, name }]).success).toBe(false)
})

test('a probe is refused where no destination for it is set', async () => {
  const path = apiPath('/api/providers/{name}/actions/probe', { name: 'A' })
  expect(await refusal(await postJson(path, because))).toEqual([409, 'NO_PROBE_DESTINATION'])
})
