import { randomUUID } from 'node:crypto'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCallback } from '@/lib/carrier/callback-check'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken, type TokenKeys } from '@/lib/carrier/token'
import type { ReceiptTally } from '@/lib/contract/kept-receipt'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { isForReceipts, takeRequest } from './listener'
import { tally } from './tally'

let secret = ''
let keys: TokenKeys
let server: Server
let origin = ''

/** A server that takes receipts and answers other addresses differently. */
beforeAll(async () => {
  const nowhere = { temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' }
  secret = setEnvironment(nowhere).receiptSecrets.RouteA
  keys = parseTokenKeys(process.env.TOKEN_KEYS ?? '')
  server = createServer((asked, response) => {
    if (isForReceipts(asked)) void takeRequest(asked, response)
    else if (asked.url === '/moved') response.writeHead(308, { location: '/login?secret=1' }).end()
    else if (asked.url === '/down') response.writeHead(502).end()
    else response.end('served by another')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((done) => server.close(done)))

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Not `fetch`, which would normalise the address. */
function send(path: string, { method = 'POST', headers = {}, body = '' }: Sent) {
  const { port } = server.address() as AddressInfo
  return new Promise<{ status: number | undefined; said: string }>((done, fail) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers }, async (response) =>
      done({ status: response.statusCode, said: await text(response) }),
    )
    asking.once('error', fail).end(body)
  })
}

const json = { 'content-type': 'application/json' }

async function genuine(): Promise<Sent> {
  const at = new Date()
  const claims = { packetId: 'p-1', attempt: 1, provider: 'RouteA' }
  const token = await sealToken({ ...claims, deadline: at.getTime() + 10_000 }, keys)
  const body = JSON.stringify({ token, delivered: true })
  return { headers: { ...json, ...signMessage({ id: randomUUID(), at, body, secret }) }, body }
}

function countOf(reason: ReceiptTally['refused'][number]['reason'], provider: string | null): number {
  const counted = tally().read().refused
  return counted.find((each) => each.reason === reason && each.provider === provider)?.count ?? 0
}

describe('an address that is nearly right', () => {
  test.each([
    '/api/callbacks/transmit',
    '/api/callbacks/transmit/',
    '//api/callbacks/transmit',
    '/api//callbacks//transmit//',
    '/api/callbacks/transmit?from=here',
    '/api/callbacks/transmit/?from=here',
  ])('%s takes receipts', async (path) => {
    expect((await send(path, { headers: json, body: '{}' })).said).toContain('"token"')
  })

  test.each([
    ['/API/Callbacks/Transmit', 404],
    ['/api/callbacks/transmit/1', 404],
    ['/api/callbacks/transmitted', 404],
    ['/api/callbacks', 404],
    ['/api/callback/transmit', 404],
    ['/callbacks/transmit', 404],
    ['/%2Fapi%2Fcallbacks%2Ftransmit', 404],
    ['/api%2Fcallbacks/transmit', 404],
    ['/elsewhere', 404],
    ['/', 404],
    ['/api/callbacks/../callbacks/transmit', 400],
    ['/api/callbacks/%zz', 400],
  ])('%s is answered %i, counted for its provider, and shown', async (path, status) => {
    const before = countOf('WRONG_ADDRESS', 'RouteA')
    const { status: answered, said } = await send(path, await genuine())
    expect(answered).toBe(status)
    if (status === 404)
      expect(JSON.parse(said).detail).toContain('Receipts are taken at /api/callbacks/transmit')
    expect(countOf('WRONG_ADDRESS', 'RouteA')).toBe(before + 1)
    expect(tally().read().last[0]).toMatchObject({ reason: 'WRONG_ADDRESS', provider: 'RouteA', path })
  })

  test('is counted without a provider if the provider is unknown', async () => {
    const before = countOf('WRONG_ADDRESS', null)
    await send('/api/callbacks/transmit/x', { headers: json, body: '{}' })
    await send('/api/callbacks/transmit/x', { method: 'PUT' })
    expect(countOf('WRONG_ADDRESS', null)).toBe(before + 2)
  })

  test('is not taken for a receipt when it is only read, nor is an unrelated address', async () => {
    const before = tally().read().last.length
    for (const path of ['/api/callbacks', '/packets/callbacks', '/api/packets/callbacks/actions/cancel']) {
      expect((await send(path, { method: 'GET' })).said).toBe('served by another')
    }
    const { said } = await send('/api/packets/callbacks/actions/cancel', { headers: json, body: '{}' })
    expect(said).toBe('served by another')
    expect(tally().read().last).toHaveLength(before)
  })

  test('with a wrong method is counted as WRONG_METHOD', async () => {
    const before = countOf('WRONG_METHOD', 'RouteA')
    const { status } = await send('/api/callbacks/transmit', { ...(await genuine()), method: 'PUT' })
    expect([status, countOf('WRONG_METHOD', 'RouteA')]).toEqual([405, before + 1])
  })
})

describe('the address that carriers are told', () => {
  const check = (path: string, by = keys) => checkCallback(`${origin}${path}`, by)

  test('is recognised as leading here, and the check does not count as a receipt', async () => {
    const before = tally().read().last.length
    expect(await check('/api/callbacks/transmit')).toEqual({ is: 'right' })
    expect(await check('/api/callbacks/transmit/')).toEqual({ is: 'right' })
    expect(tally().read().last).toHaveLength(before)
  })

  test.each([
    [
      '/api/callbacks/transmit/x',
      'wrong',
      /CALLBACK_URL .*\/x\) does not lead to the receipts: it answered 200\./,
    ],
    ['/moved', 'wrong', /answered 308, a redirect to \/login, which carriers do not follow\./],
    ['/down', 'unready', /answered 502\./],
  ])('that leads to %s is %s, with an explanation', async (path, is, said) => {
    expect(await check(path)).toMatchObject({ is, said: expect.stringMatching(said) })
  })

  test('of another installation is reported as such', async () => {
    const foreign = parseTokenKeys(`k2:${Buffer.alloc(32, 7).toString('base64')}`)
    expect(await check('/api/callbacks/transmit', foreign)).toMatchObject({
      is: 'wrong',
      said: expect.stringContaining('leads to another installation'),
    })
  })

  test('that gives no answer is reported without secrets in its query', async () => {
    const answer = await checkCallback('http://127.0.0.1:9/api?key=secret', keys)
    expect(answer).toMatchObject({ is: 'silent' })
    expect(JSON.stringify(answer)).not.toContain('secret')
  })
})
