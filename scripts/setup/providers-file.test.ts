import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { providersFile } from '@/lib/contract/provider-config'
import { ROOT } from '../stack/root'
import { ensureProvidersFile, movedTo } from './providers-file'

test('the committed list is used while the simulator has its usual port', async () => {
  expect(await ensureProvidersFile('/never/written', 'http://127.0.0.1:9091')).toBe(
    join(ROOT, 'providers.json'),
  )
})

test('a copy follows the simulator to another port', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-providers-'))
  try {
    const file = await ensureProvidersFile(folder, 'http://127.0.0.1:9191')
    const providers = providersFile.parse(JSON.parse(await readFile(file, 'utf8')))
    expect(providers.map(({ name }) => name)).toEqual(['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE'])
    expect(providers[0]?.url).toBe('http://127.0.0.1:9191/carriers/RouteA/transmit')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('real carriers stay where they are', () => {
  const real = {
    name: 'Real',
    url: 'https://carrier.example.com/transmit',
    handOverSecretEnv: 'REAL_OUT',
    receiptSecretEnv: 'REAL_IN',
  }
  expect(movedTo([real], 'http://127.0.0.1:9191')).toEqual([real])
})
