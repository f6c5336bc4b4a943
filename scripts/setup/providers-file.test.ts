import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { providersFile } from '@/lib/contract/provider-config'
import { ROOT } from '../stack/root'
import { ensureProvidersFile, movedTo } from './providers-file'
import { defaultProviders } from './test-support/default-providers'

test('the committed list is used while the simulator has its usual port', async () => {
  expect(await ensureProvidersFile('/never/written', 'http://127.0.0.1:9091')).toBe(
    join(ROOT, 'providers.json'),
  )
})

const read = async (file: string) => providersFile.parse(JSON.parse(await readFile(file, 'utf8')))

test('a copy follows the simulator to another port', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-providers-'))
  try {
    const file = await ensureProvidersFile(folder, 'http://127.0.0.1:9191')
    // Whoever runs the tests may have put real carriers into the list.
    expect(await read(file)).toEqual(
      movedTo(await read(join(ROOT, 'providers.json')), 'http://127.0.0.1:9191'),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the simulator is reached at its other port', () => {
  const [first] = movedTo(defaultProviders('http://127.0.0.1:9091'), 'http://127.0.0.1:9191')
  expect(first?.url).toBe('http://127.0.0.1:9191/carriers/RouteA/transmit')
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
