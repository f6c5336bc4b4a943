import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { commandEnvironment } from '@/scripts/test/environment'

/** Runs the worker with these settings, which must make its start fail. */
async function started(settings: Record<string, string>): Promise<{ exitCode?: number; stderr: string }> {
  const signing = `whsec_${randomBytes(32).toString('base64')}`
  const secrets = ['A', 'B', 'C', 'D', 'E'].map((letter) => [`ROUTE_${letter}_HANDOVER_SECRET`, signing])
  const { exitCode, stderr } = await execa(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'main.ts')],
    {
      env: commandEnvironment({
        TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        DATABASE_URL: 'postgres://waybill@127.0.0.1:9/waybill',
        NOTIFY_SECRET: signing,
        ...Object.fromEntries(secrets),
        ...settings,
      }),
      extendEnv: false,
      reject: false,
      timeout: 50_000,
    },
  )
  return { ...(exitCode === undefined ? {} : { exitCode }), stderr }
}

test('reports an address without brackets in one sentence, and exits', async () => {
  expect(await started({ TEMPORAL_ADDRESS: '::1:7233' })).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(/^TEMPORAL_ADDRESS: an IPv6 address must stand in brackets, .*$/),
  })
})

test('reports TLS to a plain server in one sentence, and exits', async () => {
  const plain = createServer()
  await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done))
  const { port } = plain.address() as AddressInfo
  expect(await started({ TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_TLS: 'true' })).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(/^Temporal at 127\.0\.0\.1:\d+ speaks no TLS, .*$/),
  })
  plain.close()
})

test('reports a metrics port that is taken in one sentence, and exits', async () => {
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as AddressInfo
  expect(await started({ METRICS_PORT: String(port) })).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(
      /^METRICS_PORT: nothing can listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)\. Stop what uses it, or choose another\. .*$/,
    ),
  })
  other.close()
})
