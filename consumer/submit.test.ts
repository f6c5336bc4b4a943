import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idempotencyKey } from '@/lib/contract/submission'
import { idempotencyKeyOf, type Placed, submitMessage } from './submit'

const placed = (message: Partial<Placed['message']> = {}, topic = 'packets'): Placed => ({
  topic,
  partition: 2,
  message: { key: null, value: Buffer.from('{}'), offset: '7', timestamp: '1000', attributes: 0, ...message },
})

describe('a message is recognized', () => {
  test.each([
    ['idempotency-key', 'order-1'],
    ['Idempotency-Key', Buffer.from('order-1')],
    ['IDEMPOTENCY-KEY', ['order-1', 'order-2']],
  ])('by its header %s first of all', (name, value) => {
    expect(idempotencyKeyOf(placed({ headers: { [name]: value }, key: Buffer.from('a') }))).toBe('order-1')
  })

  test.each(['', 'with a blank', 'ü', 'x'.repeat(256)])('not by a header with "%s"', (value) => {
    expect(idempotencyKeyOf(placed({ headers: { 'idempotency-key': value } }))).toBeNull()
  })

  test('by its key, with any bytes, within its topic', () => {
    const key = (bytes: number[], topic?: string) =>
      idempotencyKeyOf(placed({ key: Buffer.from(bytes) }, topic))
    expect(key([0, 255])).toBe(key([0, 255]))
    expect(new Set([key([]), key([0]), key([0, 255]), key([0, 255], 'others')]).size).toBe(4)
    expect(idempotencyKey.safeParse(key([0, 255])).success).toBe(true)
  })

  test('by its place if it has neither, unless the topic was created anew', () => {
    const keys = [{}, { offset: '8' }, { timestamp: '1001' }].map((message) =>
      idempotencyKeyOf(placed(message)),
    )
    expect(new Set(keys).size).toBe(3)
    expect(idempotencyKeyOf(placed())).toBe(keys[0])
  })
})

describe('submitting a message', () => {
  let server: Server
  let answer: RequestListener
  let url: string

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(() => {
    server.close()
    server.closeAllConnections()
  })

  const json = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => {
    return (_, response) => response.writeHead(status, headers).end(JSON.stringify(body))
  }
  const own = { 'waybill-build': 'x' }
  const problem = (status: number, code: string, errors?: object[]) =>
    json(status, { code, detail: 'Words.', errors }, own)

  test.each([
    ['accepted', json(202, { id: 'a' }, own), { is: 'accepted' }],
    ['known', json(200, { id: 'a' }, own), { is: 'repeated' }],
    ['a conflict', problem(409, 'IDEMPOTENCY_KEY_REUSED'), { is: 'refused', code: 'IDEMPOTENCY_KEY_REUSED' }],
    ['a field at fault', problem(400, 'INVALID_REQUEST', [{ path: 'a', message: 'b' }]), { is: 'refused' }],
    ['a body that came too slowly', problem(400, 'INVALID_REQUEST'), { is: 'put off' }],
    ['a name that is not known', problem(421, 'UNKNOWN_HOST'), { is: 'put off' }],
    ['an outage', problem(503, 'STORE_UNREACHABLE'), { is: 'put off' }],
    ['too many requests', json(429, {}), { is: 'put off' }],
    ['a redirect to a login', json(302, {}, { location: '/login' }), { is: 'put off' }],
    ['a page of another program', json(200, { id: 'a' }), { is: 'put off' }],
    ['something that is no packet', json(202, { ok: true }, own), { is: 'put off' }],
    [
      'half an answer',
      ((_, response) => response.writeHead(202, own).end('{"id"')) as RequestListener,
      { is: 'put off' },
    ],
    ['nothing', ((request) => request.socket.destroy()) as RequestListener, { is: 'put off' }],
  ])('to an API that answers with: %s', async (_, listener, outcome) => {
    answer = listener
    expect(await submitMessage(url, placed())).toMatchObject(outcome)
  })

  test('puts the message off when nothing listens', async () => {
    server.close()
    const outcome = await submitMessage(url, placed())
    expect(outcome).toEqual({ is: 'put off', why: `The API at ${url}: It cannot be reached.` })
  })

  test('sends the value unchanged, with the key', async () => {
    const value = Buffer.from('{"text": "ü"}')
    const seen: unknown[] = []
    answer = async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      seen.push(request.url, request.headers['idempotency-key'], Buffer.concat(chunks))
      json(202, { id: 'a' }, own)(request, response)
    }
    await submitMessage(url, placed({ value, headers: { 'idempotency-key': 'k' } }))
    expect(seen).toEqual(['/api/packets', 'k', value])
  })
})
