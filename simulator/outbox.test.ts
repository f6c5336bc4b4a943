import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { backOffMs, postReceipt, wantsRetry } from './outbox'
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

it('doubles from a quarter of a second to half a minute', () => {
  const waits = [1, 2, 3, 7, 8, 9, 5_000].map((tries) => backOffMs(tries, 1, 0))
  expect(waits).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000, 30_000])
})

it('leaves half of it to chance', () => {
  expect(backOffMs(4, 0, 0)).toBe(1_000)
  expect(backOffMs(4, 0.5, 0)).toBe(1_500)
})

it('waits as long as it is asked to, within its own limit', () => {
  expect(backOffMs(1, 1, 3_000)).toBe(3_000)
  expect(backOffMs(1, 1, 3_600_000)).toBe(30_000)
})

it('retries what may pass, and nothing else', () => {
  expect([500, 503, 599, 429].every(wantsRetry)).toBe(true)
  expect([200, 301, 400, 401, 404, 413].some(wantsRetry)).toBe(false)
})
