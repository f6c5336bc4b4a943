import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { getHealth } from './health'

let close: (() => void) | null = null

afterEach(() => {
  globalThis.waybillState?.clear()
  for (const name of ['TEMPORAL_TLS', 'TEMPORAL_API_KEY']) delete process.env[name]
  close?.()
})

async function reasonsAt(temporalAddress: string, env: Record<string, string> = {}): Promise<string> {
  setEnvironment({ temporalAddress, carrierUrl: 'http://127.0.0.1:9/' })
  Object.assign(process.env, env)
  const { temporal, reasons } = await getHealth()
  expect(temporal).toBe('down')
  return reasons.join(' ')
}

async function addressOf(server: Server): Promise<string> {
  close = () => server.close()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('health says that nothing listens at an address, and what to do', async () => {
  expect(await reasonsAt('127.0.0.1:9')).toBe(
    'PostgreSQL cannot be reached. Check that it runs, and DATABASE_URL. Temporal at 127.0.0.1:9 cannot be reached: nothing listens there; start the server, or correct TEMPORAL_ADDRESS.',
  )
})

test('a server that is not Temporal is reported as such', async () => {
  const other = createServer((_, response) => response.end('a page'))
  expect(await reasonsAt(await addressOf(other))).toMatch(
    /does not speak as Temporal does .*; check that TEMPORAL_ADDRESS/,
  )
})

test('a host name that cannot be resolved is reported as such', async () => {
  expect(await reasonsAt('no-such-host.invalid:7233')).toMatch(/its host name cannot be resolved/)
})

test('TLS to a server without TLS is reported as such', async () => {
  const plain = await addressOf(createHttp2Server())
  expect(await reasonsAt(plain, { TEMPORAL_TLS: 'true' })).toMatch(/speaks no TLS, .*set TEMPORAL_TLS=false/)
})
