import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { listedVariables, loadDotenv } from '../stack/dotenv'
import { readSettings } from '../stack/settings'
import { commandEnvironment, testEnvironment } from './environment'

const THEIRS: Record<string, string> = {
  HOST: '192.0.2.1',
  TEMPORAL_ADDRESS: 'production.example.com:7233',
}

test('tests never see the address of a server in use', () => {
  const env = testEnvironment(
    {
      NODE_ENV: 'test',
      PATH: '/bin',
      PORT: '3000',
      PUBLIC_URL: 'https://waybill.example.com',
      TEMPORAL_ADDRESS: 'production.example.com:7233',
      TEMPORAL_API_KEY: 'secret',
      DATA_DIR: '/var/lib/waybill',
      ROUTE_A_HANDOVER_SECRET: 'secret',
      SEED: 'seven',
    },
    { cliPath: '/bin/temporal', browserPath: '/bin/chromium' },
  )
  expect(env).toEqual({
    NODE_ENV: 'test',
    PATH: '/bin',
    TEMPORAL_CLI_PATH: '/bin/temporal',
    CHROMIUM_PATH: '/bin/chromium',
  })
})

test("a command that a test starts takes nothing from the developer's .env", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-dotenv-'))
  try {
    const lines = listedVariables().map((name) => `${name}=${THEIRS[name] ?? '7'}\n`)
    await writeFile(join(folder, '.env'), lines.join(''))
    const env = commandEnvironment({ PORT: '3100', DATA_DIR: '/tmp/own' }, { NODE_ENV: 'test', PORT: '3000' })
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    loadDotenv(folder)
    expect(readSettings(process.env)).toEqual({
      ...readSettings({ NODE_ENV: 'test' }),
      PORT: 3100,
      DATA_DIR: '/tmp/own',
    })
    expect(listedVariables().filter((name) => process.env[name])).toEqual(['PORT', 'DATA_DIR'])
  } finally {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  }
})
