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

/** The wait that the sender reads from an answer with this Retry-After. */
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

it('waits for the seconds of Retry-After', async () => {
  expect(await answeredWith('7')).toBe(7_000)
})

it('waits until the date of Retry-After', async () => {
  const askedMs = await answeredWith(new Date(Date.now() + 60_000).toUTCString())
  expect(askedMs).toBeGreaterThan(50_000)
  expect(askedMs).toBeLessThanOrEqual(60_000)
})

it('uses its own back-off if Retry-After is unreadable', async () => {
  expect(await answeredWith('soon')).toBe(0)
})

it('doubles from a quarter of a second to half a minute', () => {
  const waits = [1, 2, 3, 7, 8, 9, 5_000].map((tries) => backOffMs(tries, 1, 0))
  expect(waits).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000, 30_000])
})

it('randomizes half of the back-off', () => {
  expect(backOffMs(4, 0, 0)).toBe(1_000)
  expect(backOffMs(4, 0.5, 0)).toBe(1_500)
})

it('waits as long as Retry-After asks, up to its own limit', () => {
  expect(backOffMs(1, 1, 3_000)).toBe(3_000)
  expect(backOffMs(1, 1, 3_600_000)).toBe(30_000)
})

it('retries temporary failures, and nothing else', () => {
  expect([500, 503, 599, 429].every(wantsRetry)).toBe(true)
  expect([200, 301, 400, 401, 404, 413].some(wantsRetry)).toBe(false)
})
