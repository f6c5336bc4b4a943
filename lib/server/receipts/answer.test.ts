import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { newSecret, setEnvironment } from '@/lib/server/test-support/environment'
import { answerReceipt } from './answer'
import type { ReceiptCall } from './check'
import { intakeUpSince, openIntake } from './intake'

let secret = ''

/** Nobody listens at Temporal's address, and nothing else asks for it: only receipts can notice. */
beforeAll(() => {
  const closed = { temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' }
  secret = setEnvironment(closed).receiptSecrets.RouteA
  openIntake()
})

async function receiptSignedWith(key: string, runId: string = randomUUID()): Promise<ReceiptCall> {
  const at = new Date()
  const claims = { packetId: 'p-1', runId, attempt: 1, provider: 'RouteA' }
  const times = { deadline: at.getTime() + 10_000, sealedAt: at.getTime() }
  const token = await sealToken({ ...claims, ...times }, parseTokenKeys(process.env.TOKEN_KEYS ?? ''))
  const body = JSON.stringify({ token, delivered: true })
  return {
    method: 'POST',
    url: 'http://127.0.0.1:3000/api/callbacks/transmit',
    remote: null,
    headers: new Headers({
      'content-type': 'application/json',
      ...signMessage({ id: randomUUID(), at, body, secret: key }),
    }),
    body: async () => Buffer.from(body),
  }
}

/** The status, and by how much later the intake counts as up than before. */
async function answerTo(call: ReceiptCall): Promise<[number, number]> {
  const before = intakeUpSince()
  await pause(5)
  const { status } = await answerReceipt(call)
  return [status, intakeUpSince() - before]
}

test('a receipt that is refused because Temporal cannot be reached counts as an outage of ours', async () => {
  const [status, moved] = await answerTo(await receiptSignedWith(secret))
  expect(status).toBe(503)
  expect(moved).toBeGreaterThan(0)
})

test('it counts for its own attempt, and for no other', async () => {
  const runId = randomUUID()
  const [own, next, other] = [`${runId}.1`, `${runId}.2`, `${randomUUID()}.1`]
  const before = [own, next, other].map(intakeUpSince)
  await answerTo(await receiptSignedWith(secret, runId))
  const after = [own, next, other].map(intakeUpSince)
  expect(after[0]).toBeGreaterThan(before[0] ?? 0)
  expect(after.slice(1)).toEqual(before.slice(1))
})

test('while a receipt is being taken, its attempt has not been heard yet', async () => {
  const runId = randomUUID()
  const answering = answerReceipt(await receiptSignedWith(secret, runId))
  await pause(5)
  const asked = Date.now()
  expect(intakeUpSince(`${runId}.1`)).toBeGreaterThanOrEqual(asked)
  expect(intakeUpSince(`${randomUUID()}.1`)).toBeLessThan(asked)
  await answering
})

test('a receipt that fails through a fault of ours counts as one too', async () => {
  const call = await receiptSignedWith(secret)
  const body = () => Promise.reject(new Error('a fault of ours'))
  const [status, moved] = await answerTo({ ...call, body })
  expect(status).toBe(500)
  expect(moved).toBeGreaterThan(0)
})

test('a receipt that is refused for its own fault does not', async () => {
  expect(await answerTo(await receiptSignedWith(newSecret()))).toEqual([401, 0])
})
