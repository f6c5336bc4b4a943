import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { postReceipt } from './post-receipt'
import { secretOf } from './test-support/rig'

let server: Server

afterEach(() => {
  server.close()
})

/** What the sender understands of an answer that asks it to come back. */
async function answeredWith(retryAfter: string): Promise<number> {
  server = createServer((_, response) => {
    response.writeHead(503, { 'retry-after': retryAfter, connection: 'close' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receipt = {
    id: 'receipt-1',
    provider: 'RouteA',
    handOver: 'run.1',
    packetId: 'p-1',
    attempt: 1,
    number: 1,
    callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    dueAt: 0,
    body: '{}',
    forged: false,
  }
  const result = await postReceipt(receipt, secretOf('RouteA', 'receipt'), { limitMs: 5_000 })
  if (result.kind === 'unanswered') throw new Error(result.reason)
  return result.askedMs
}

it('comes back after the seconds that it is asked to wait', async () => {
  expect(await answeredWith('7')).toBe(7_000)
})

it('comes back at the date that it is asked to wait for', async () => {
  const askedMs = await answeredWith(new Date(Date.now() + 60_000).toUTCString())
  expect(askedMs).toBeGreaterThan(50_000)
  expect(askedMs).toBeLessThanOrEqual(60_000)
})

it('goes by its own back-off where the answer says nothing that can be understood', async () => {
  expect(await answeredWith('soon')).toBe(0)
})
