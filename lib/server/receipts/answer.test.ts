import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { newSecret, setEnvironment } from '@/lib/server/test-support/environment'
import { Intake } from '@/lib/store/intake'
import { answerReceipt } from './answer'
import type { ReceiptCall } from './check'

let secret = ''
const interrupted = vi.spyOn(Intake.prototype, 'interrupted')

/** No database listens at the configured address. */
beforeAll(() => {
  const closed = { temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' }
  secret = setEnvironment(closed).receiptSecrets.RouteA
})

beforeEach(() => {
  interrupted.mockClear()
})

async function receiptSignedWith(key: string): Promise<ReceiptCall> {
  const at = new Date()
  const claims = { packetId: 'p-1', attempt: 1, provider: 'RouteA', deadline: at.getTime() + 10_000 }
  const token = await sealToken(claims, parseTokenKeys(process.env.TOKEN_KEYS ?? ''))
  const body = JSON.stringify({ token, delivered: true })
  return {
    method: 'POST',
    url: 'http://127.0.0.1:3000/api/callbacks/transmit',
    remote: null,
    connection: {},
    headers: new Headers({
      'content-type': 'application/json',
      ...signMessage({ id: randomUUID(), at, body, secret: key }),
    }),
    body: async () => Buffer.from(body),
  }
}

test('a receipt that is refused because the store cannot be reached counts as an outage of ours', async () => {
  const reply = await answerReceipt(await receiptSignedWith(secret))
  expect([reply.status, JSON.parse(reply.body ?? '').code]).toEqual([503, 'STORE_UNREACHABLE'])
  expect(reply.headers['Retry-After']).toBe('2')
  expect(interrupted).toHaveBeenCalledOnce()
})

test('a receipt that fails through a fault of ours counts as an outage too', async () => {
  const call = await receiptSignedWith(secret)
  const body = () => Promise.reject(new Error('a fault of ours'))
  expect((await answerReceipt({ ...call, body })).status).toBe(500)
  expect(interrupted).toHaveBeenCalledOnce()
})

test('a receipt that is refused for its own fault does not count as an outage', async () => {
  expect((await answerReceipt(await receiptSignedWith(newSecret()))).status).toBe(401)
  expect(interrupted).not.toHaveBeenCalled()
})
