import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { apiPaths } from '@/lib/contract/paths'
import { providersFile } from '@/lib/contract/provider-config'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { providerOf } from './actions'

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

const requestFor = (name: string) => ({ url: `http://127.0.0.1${apiPaths.providerAction(name, 'drain')}` })

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  const file = process.env.PROVIDERS_FILE ?? ''
  const [first] = providersFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(file, JSON.stringify(odd.map((name) => ({ ...first, name }))))
})

test.each(odd)('finds the provider "%s" by its address', (name) => {
  expect(providerOf(requestFor(name)).name).toBe(name)
})

test.each(['B', '%2A', 'a', 'A ', ''])('"%s" is nobody', (name) => {
  expect(() => providerOf(requestFor(name))).toThrow('No provider of this name')
})

test('an address that is not encoded text names nobody', () => {
  expect(() => providerOf({ url: 'http://127.0.0.1/api/providers/%E0%A4/actions/drain' })).toThrow(
    'No provider',
  )
})

test('names that an address cannot hold are not taken in the first place', () => {
  const [first] = providersFile.parse(JSON.parse(readFileSync(process.env.PROVIDERS_FILE ?? '', 'utf8')))
  for (const name of ['.', '..']) expect(providersFile.safeParse([{ ...first, name }]).success).toBe(false)
})
