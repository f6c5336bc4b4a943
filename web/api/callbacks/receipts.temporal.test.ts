import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { newSecret } from '@/lib/server/test-support/environment'
import { everywhere, ofApi } from '@/security-headers'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { getPacket, packetWhen, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest({ settlingMs: 60_000 })

const path = '/api/callbacks/transmit'
const json = { 'content-type': 'application/json' }

/** Sends a raw body, with a valid signature unless the headers replace it. */
function sendRaw(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString()
  const signed = signMessage({ id: randomUUID(), at: new Date(), body: text, secret: api.secrets.RouteA })
  return callApi(path, { method: 'POST', headers: { ...signed, ...headers }, body })
}

async function handedOver(extra: object = {}) {
  const { id } = await submit(extra)
  const { token } = await api.carrier.handOver(id)
  return { id, token }
}

describe('a receipt', () => {
  test('that says "delivered" ends the packet', async () => {
    const { id, token } = await handedOver()
    const response = await sendReceipt(
      { token, delivered: true, providerReference: 'x1' },
      api.secrets.RouteA,
    )
    expect([response.status, await response.json()]).toEqual([
      200,
      { result: 'recorded', packetId: id, attempt: 1 },
    ])
    const { attempts } = await packetWhen(id, ({ status }) => status === 'DELIVERED')
    expect(attempts[0]?.receipt).toMatchObject({ delivered: true, providerReference: 'x1' })
  })

  test('that says "not delivered" hands the packet to the next provider at once', async () => {
    const { id, token } = await handedOver()
    await sendReceipt({ token, delivered: false, reason: 'blocked number' }, api.secrets.RouteA)
    await api.carrier.handOver(id, 2)
    expect(await getPacket(id)).toMatchObject({
      status: 'TRANSMITTING',
      currentRouteProvider: 'RouteB',
      failedRouteProviders: ['RouteA'],
    })
  })

  test('that takes back a refusal after the next provider has confirmed shows a double delivery', async () => {
    const { id, token } = await handedOver()
    await sendReceipt({ token, delivered: false, reason: 'blocked number' }, api.secrets.RouteA)
    const next = await api.carrier.handOver(id, 2)
    await sendReceipt({ token: next.token, delivered: true }, api.secrets.RouteB)
    await packetWhen(id, ({ status }) => status === 'DELIVERED')
    const response = await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    expect(await response.json()).toMatchObject({ result: 'recorded' })
    const packet = await packetWhen(id, ({ flags }) => flags.includes('doubled'))
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteB' })
    expect(packet.flags).toContain('contradicted')
    expect(packet.reason).toMatch(/RouteA confirmed .*but also refused it.*so it was delivered twice/)
  })

  test('that takes back a refusal corrects an ending without delivery', async () => {
    const { id, token } = await handedOver({ maxAttempts: 1 })
    await sendReceipt({ token, delivered: false }, api.secrets.RouteA)
    const ended = await packetWhen(id, ({ status }) => status === 'EXHAUSTED')
    expect(ended.settling).toBe(true)
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    const packet = await packetWhen(id, ({ status }) => status === 'DELIVERED')
    expect(packet).toMatchObject({ deliveredBy: 'RouteA', flags: ['contradicted'] })
  })

  test.each([
    ['', 'RouteA refused, and'],
    [' \u200b\u2066\u0000\n', 'RouteA refused, and'],
    ['\u202eblocked\u202c \u001b[31mnumber\u001b[0m\u2028.', 'RouteA refused: blocked number, and'],
    ['\u05d7\u05e1\u05d5\u05dd\u200f', 'RouteA refused: \u05d7\u05e1\u05d5\u05dd, and'],
  ])('whose reason is %j gives the packet a displayable sentence', async (reason, told) => {
    const { id, token } = await handedOver({ maxAttempts: 1 })
    const receipt = { token, delivered: false, reason, providerReference: `\u202e${reason}ref\ud800` }
    expect((await sendReceipt(receipt, api.secrets.RouteA)).status).toBe(200)
    const packet = await packetWhen(id, ({ status }) => status === 'EXHAUSTED')
    expect(packet.reason).toContain(told)
    const history = await (await callApi(`/api/packets/${id}/history`)).text()
    expect(history).not.toMatch(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2066-\u2069]|\\u(?:d8|00)/u)
  })

  test('may have null fields, and text that is longer than what is kept', async () => {
    const first = await handedOver({ maxAttempts: 1 })
    const silent = { token: first.token, delivered: false, reason: null, providerReference: null }
    expect((await sendReceipt(silent, api.secrets.RouteA)).status).toBe(200)
    const told = await packetWhen(first.id, ({ status }) => status === 'EXHAUSTED')
    expect(told.reason).toMatch(/^RouteA refused, and/)
    const second = await handedOver({ maxAttempts: 1 })
    const long = { token: second.token, delivered: false, reason: `${'📦 '.repeat(1_000)}${second.token}` }
    expect((await sendReceipt(long, api.secrets.RouteA)).status).toBe(200)
    const cut = await packetWhen(second.id, ({ status }) => status === 'EXHAUSTED')
    expect(cut.attempts[0]?.receipt?.reason).toMatch(/^(📦 )+📦…$/u)
  })

  test('that comes twice is answered as a duplicate and counted while the workflow listens', async () => {
    const { id, token } = await handedOver({ receiptTimeoutMs: 1000 })
    await api.carrier.handOver(id, 2)
    const send = () => sendReceipt({ token, delivered: true }, api.secrets.RouteA, { webhookId: 'same' })
    expect(await (await send()).json()).toMatchObject({ result: 'late' })
    expect(await (await send()).json()).toMatchObject({ result: 'duplicate' })
    const packet = await packetWhen(
      id,
      ({ status, attempts }) => status === 'DELIVERED' && attempts[0]?.duplicates === 1,
    )
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', settling: true })
    expect(packet.flags).toContain('late')
  })
})

test('every answer has the same headers as the answers of the framework, and is not cached', async () => {
  const answers = [await sendRaw('{'), await callApi(path), await callApi(path, { method: 'OPTIONS' })]
  for (const { headers } of answers) {
    for (const { key, value } of [...everywhere, ...ofApi]) expect(headers.get(key), key).toBe(value)
    expect(headers.get('cache-control')).toContain('no-store')
  }
  const [, wrongMethod, options] = answers
  expect([wrongMethod?.status, wrongMethod?.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  expect([options?.status, options?.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
})

describe('refused, and nothing changes:', () => {
  const tooLong = `{"token":"${'x'.repeat(64 * 1024)}"}`

  test('a body over 64 KiB, before anything else is looked at', async () => {
    expect(await refusal(await sendRaw(tooLong, { 'content-type': 'text/plain' }))).toEqual([
      413,
      'TOO_LARGE',
    ])
  })

  test('a body over 64 KiB that does not announce its size', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(16 * 1024))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        if (sent > 1000) controller.close()
        else controller.enqueue(chunk)
      },
    })
    expect(await refusal(await callApi(path, { method: 'POST', headers: json, body }))).toEqual([
      413,
      'TOO_LARGE',
    ])
    expect(sent).toBeLessThan(1000)
  })

  test.each([
    ['another media type', '{}', { 'content-type': 'text/plain' }, 415],
    ['no media type', '{}', { 'content-type': '' }, 415],
    ['a compressed body', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d]), json, 400],
    ['text that is not JSON', '{', json, 400],
    ['an empty body', '', json, 400],
    ['no token', '{"delivered":true}', json, 400],
    ['an unknown field', '{"token":"x","delivered":true,"extra":1}', json, 400],
    ['a word for a truth value', '{"token":"x","delivered":"yes"}', json, 400],
    ['a token that was never sealed here', '{"token":"x","delivered":true}', json, 404],
  ])('%s', async (_, body, headers, status) => {
    expect((await sendRaw(body, headers)).status).toBe(status)
  })

  test('a token sealed by another installation', async () => {
    const foreign = parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`)
    const claims = { packetId: 'x', runId: 'y', attempt: 1, provider: 'RouteA', deadline: Date.now() }
    const response = await sendReceipt(
      { token: await sealToken(claims, foreign), delivered: true },
      newSecret(),
    )
    expect(await refusal(response)).toEqual([404, 'UNKNOWN_TOKEN'])
  })

  test("every signature that is stale, incomplete or not the provider's own", async () => {
    const { id, token } = await handedOver()
    const now = Date.now()
    const message = { token, delivered: true }
    const own = api.secrets.RouteA
    const attempts = [
      sendReceipt(message, api.secrets.RouteB),
      sendReceipt(message, own, { at: new Date(now - 301_000) }),
      sendReceipt(message, own, { at: new Date(now + 302_000) }),
      sendReceipt(message, own, { headers: { 'webhook-timestamp': `${Math.floor(now / 1000)}.5` } }),
      sendReceipt(message, own, { headers: { 'webhook-timestamp': '' } }),
      sendReceipt(message, own, { headers: { 'webhook-signature': 'v1,AAAA' } }),
      sendReceipt(message, own, { headers: { 'webhook-id': 'another' } }),
      callApi(path, { method: 'POST', headers: json, body: JSON.stringify(message) }),
    ]
    for (const response of await Promise.all(attempts)) {
      expect(await refusal(response)).toEqual([401, 'UNAUTHENTICATED_RECEIPT'])
    }
    expect(await getPacket(id)).toMatchObject({ status: 'TRANSMITTING', failedRouteProviders: [] })
  })

  test('a browser on another site', async () => {
    const { token } = await handedOver()
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await sendReceipt({ token, delivered: true }, api.secrets.RouteA, { headers })
    expect(await refusal(response)).toEqual([403, 'CROSS_ORIGIN'])
  })
})
