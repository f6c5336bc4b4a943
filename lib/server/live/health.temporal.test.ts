import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import type { Part } from '@/scripts/stack/part'
import { freePorts } from '@/scripts/stack/ports'
import { temporalServer, waitForTemporal } from '@/scripts/stack/temporal-server'
import { getHealth } from './health'

let server: Part

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-health-'))
  const [port = 0] = await freePorts(1)
  const address = `127.0.0.1:${port}`
  server = temporalServer({
    cliPath: process.env.TEMPORAL_CLI_PATH ?? '',
    host: '127.0.0.1',
    port,
    uiPort: null,
    dbFile: join(folder, 'temporal.sqlite'),
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  })
  setEnvironment({ temporalAddress: address, carrierUrl: 'http://127.0.0.1:9/' })
  server.start()
  await waitForTemporal(address, 'default')
})

afterAll(async () => {
  vi.restoreAllMocks()
  await server.stop()
})

it('notices an outage although the clock of the machine was set back meanwhile', async () => {
  expect(await getHealth()).toMatchObject({ temporal: 'up' })
  await server.kill()
  const { now } = Date
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000)
  await expect.poll(async () => (await getHealth()).temporal, { timeout: 10_000 }).toBe('down')
})
