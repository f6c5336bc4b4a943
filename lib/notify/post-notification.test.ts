import { randomBytes, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allowedRangesText } from './address'
import { type Message, Notifier } from './post-notification'
import { answerWith, TestReceiver } from './test-support/test-receiver'

const loopback = allowedRangesText.parse('127.0.0.0/8')
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

let receiver: TestReceiver

beforeEach(async () => {
  receiver = await TestReceiver.start()
})

afterEach(() => receiver.stop())

function message(change: Partial<Message> = {}): Message {
  const body = JSON.stringify({ type: 'packet.delivered', timestamp: new Date().toISOString(), data: {} })
  return { url: receiver.url, id: randomUUID(), body, secrets: [newSecret()], ...change }
}

test('the library of Standard Webhooks accepts the signature with either of two secrets', async () => {
  const secrets = [newSecret(), newSecret()]
  const sent = message({ secrets })
  expect(await new Notifier(loopback).post(sent)).toMatchObject({ ok: true, status: 204, reason: null })
  const [received] = receiver.received
  for (const secret of secrets) {
    const headers = { ...received?.request.headers } as Record<string, string>
    expect(new Webhook(secret).verify(received?.body ?? '', headers)).toMatchObject({
      type: 'packet.delivered',
    })
  }
  expect(received).toMatchObject({ id: sent.id, body: sent.body })
  expect(received?.isSignedWith(newSecret())).toBe(false)
})

test.each([
  [400, 'answered 400'],
  [404, 'answered 404'],
  [410, 'answered 410: it is gone for good'],
  [500, 'answered 500'],
])('%i is a failure: %s', async (status, reason) => {
  receiver.answer = answerWith(status)
  const told = await new Notifier(loopback).post(message())
  expect(told).toMatchObject({ ok: false, status, reason, isGone: status === 410 })
})

test('a redirect is a failure and is not followed, wherever it leads', async () => {
  const other = await TestReceiver.start()
  try {
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.answer = answerWith(status, { location: other.url })
      expect(await new Notifier(loopback).post(message())).toMatchObject({
        ok: false,
        status,
        reason: `answered ${status}: redirects are not followed`,
      })
    }
    expect(other.received).toEqual([])
  } finally {
    await other.stop()
  }
})

test('returns the delay of Retry-After', async () => {
  receiver.answer = answerWith(429, { 'retry-after': '120' })
  expect(await new Notifier(loopback).post(message())).toMatchObject({ ok: false, retryAfterMs: 120_000 })
})

test('does not connect to a private address', async () => {
  expect(await new Notifier([]).post(message())).toMatchObject({
    ok: false,
    status: null,
    reason: expect.stringMatching(/^127\.0\.0\.1 is not a public address/),
  })
  expect(receiver.received).toEqual([])
})

test('connects to the address that was checked, and refuses the name once it resolves elsewhere', async () => {
  const { port } = new URL(receiver.url)
  const answers = [['127.0.0.1'], ['10.0.0.1']]
  const notifier = new Notifier(loopback, async () => answers.shift() ?? [])
  const url = `http://rebound.example.com:${port}/hooks`
  receiver.answer = answerWith(204, { connection: 'close' })
  expect(await notifier.post(message({ url }))).toMatchObject({ ok: true })
  expect(receiver.received[0]?.request.headers.host).toBe(`rebound.example.com:${port}`)
  expect(await notifier.post(message({ url }))).toMatchObject({
    ok: false,
    status: null,
    reason: 'Its host name leads to an address that is not public.',
  })
  expect(receiver.received).toHaveLength(1)
})

test('retries when the receiver has closed a kept-alive connection', async () => {
  const notifier = new Notifier(loopback)
  expect(await notifier.post(message())).toMatchObject({ ok: true })
  // Destroys the connection of the second request without an answer, like a receiver that has just closed it.
  let broken = 0
  receiver.answer = (response, { request }) => {
    if (broken++ === 0) request.socket.destroy()
    else response.writeHead(204).end()
  }
  expect(await notifier.post(message())).toMatchObject({ ok: true })
})

test('stops reading an answer that never ends', async () => {
  receiver.answer = (response) => {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(64 * 1024)), 1)
    response.once('close', () => clearInterval(more))
  }
  const begun = performance.now()
  expect(await new Notifier(loopback).post(message())).toMatchObject({ ok: true, status: 200 })
  expect(performance.now() - begun).toBeLessThan(3_000)
})

test('reports an unknown host and a closed port in words', async () => {
  const sent = message()
  await receiver.stop()
  const told = await new Notifier(loopback).post(sent)
  expect(told).toMatchObject({ ok: false, status: null, reason: expect.stringMatching(/refused/) })
  receiver = await TestReceiver.start()
})
