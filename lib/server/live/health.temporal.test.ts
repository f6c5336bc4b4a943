import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import type { Part } from '@/scripts/stack/part'
import { ownTemporal } from '@/scripts/stack/test-support/own-temporal'
import { getHealth } from './health'

let server: Part

beforeAll(async () => {
  const own = await ownTemporal()
  server = own.server
  setEnvironment({ temporalAddress: own.address, carrierUrl: 'http://127.0.0.1:9/' })
  await own.start()
})

afterAll(async () => {
  vi.restoreAllMocks()
  await server.stop()
})

it('notices an outage although the system clock was set back meanwhile', async () => {
  expect(await getHealth()).toMatchObject({ temporal: 'up' })
  await server.kill()
  const { now } = Date
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000)
  await expect.poll(async () => (await getHealth()).temporal, { timeout: 10_000 }).toBe('down')
})
