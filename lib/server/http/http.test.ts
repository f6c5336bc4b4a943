import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ApiError } from '@/lib/server/api-error'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { addressFault, isDecodable, putOnPublicPath, takeOffPublicPath } from './address'
import { requireSameOrigin } from './origin'
import { decodeUtf8, parse, parseJson, parseQuery, readIncoming, requireJson } from './request'

const address = 'http://127.0.0.1:3000/api/packets'

beforeAll(() => {
  process.env.PUBLIC_URL = 'http://ops.example.com/waybill/'
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
})

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(address, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

function codeOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    return error instanceof ApiError ? error.code : 'another error'
  }
}

describe('a body', () => {
  const sent = (length: number, announced = length) => {
    const request = new IncomingMessage(new Socket())
    request.headers['content-length'] = String(announced)
    request.push(Buffer.alloc(length, 'x'))
    request.push(null)
    return request
  }

  test('may be as large as the limit, or missing', async () => {
    expect((await readIncoming(sent(10), 10)).length).toBe(10)
    await expect(readIncoming(sent(11), 10)).rejects.toThrow('at most 10 bytes')
    expect((await readIncoming(sent(0), 10)).length).toBe(0)
  })

  test('that announces far too much is not read at all', async () => {
    const request = sent(1, 2 ** 30)
    await expect(readIncoming(request, 10)).rejects.toThrow(ApiError)
    expect(request.readableDidRead).toBe(false)
  })

  test.each([
    ['application/json', null],
    ['application/json; charset=utf-8', null],
    ['Application/JSON;charset="UTF-8"', null],
    ['application/json;', null],
    ['application/json ; ', null],
    ['application/json; charset=utf8', null],
    ["application/json; charset='utf-8'", null],
    ['application/json; Charset = "Utf8"', null],
    ['application/json;charset=', null],
    ['application/json; charset=us-ascii', null],
    ['application/json; version=1; charset=unicode-1-1-utf-8; odata=verbose', null],
    ['application/json; charset=utf-8; charset=utf-8', null],
    ['application/json; charset=utf-8; charset=latin1', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json; charset=utf-16', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json; charset=none-such', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json, text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json charset=utf-8', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/json', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/json; charset=latin1', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/jsonp', 'UNSUPPORTED_MEDIA_TYPE'],
    ['text/plain', 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', 'UNSUPPORTED_MEDIA_TYPE'],
  ])('of type %s: %s', (type, code) => {
    expect(codeOf(() => requireJson(post('{}', { 'content-type': type })))).toBe(code)
  })
})

test.each([
  [
    { 'content-type': 'text/plain' },
    'Content-Type is "text/plain". Send Content-Type: application/json, in UTF-8.',
  ],
  [{ 'content-type': '' }, 'No Content-Type came. Send Content-Type: application/json, in UTF-8.'],
  [{ 'content-type': 'application/json; charset=latin1' }, 'Content-Type names the charset "latin1". Send'],
  [
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    'Content-Encoding is "gzip". Send the body as',
  ],
])('a body with %j is refused, and the detail says what came and what is expected', (headers, said) => {
  expect(() => requireJson(post('{}', headers))).toThrow(said)
})

test.each([
  ['\uFEFF{"a":1}', null],
  ['', 'The body is empty. Send JSON.'],
  ['{"a":', 'The body is not JSON: it ends too early.'],
  ['{"token":"secret",}', 'The body is not JSON: it has an error at character 18.'],
  ['secret=1', 'The body is not JSON'],
])('the body %j gives the error "%s" and is never quoted', (body, said) => {
  const read = () => parseJson(decodeUtf8(new TextEncoder().encode(body)))
  if (said === null) return expect(read()).toEqual({ a: 1 })
  expect(read).toThrow(said)
  expect(read).not.toThrow(/secret/)
})

describe('a change', () => {
  const from = (headers: Record<string, string>) =>
    codeOf(() => requireSameOrigin(post('{}', { host: '127.0.0.1:3000', ...headers })))

  test('may come from programs and from our own pages', () => {
    expect(from({})).toBeNull()
    expect(from({ origin: 'http://127.0.0.1:3000' })).toBeNull()
    expect(from({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' })).toBeNull()
    expect(from({ 'sec-fetch-site': 'none' })).toBeNull()
  })

  test('may come from our pages through a proxy that changes the host name', () => {
    expect(from({ origin: 'http://ops.example.com' })).toBeNull()
    expect(from({ origin: 'http://ops.example.com', host: 'web:3000' })).toBeNull()
    expect(from({ origin: 'https://ops.example.org', host: 'ops.example.org:443' })).toBeNull()
  })

  test('may not come from an origin that only a forwarded header claims to be ours', () => {
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    expect(from({ origin: 'http://evil.example', ...forged })).toBe('CROSS_ORIGIN')
    expect(from({ origin: 'https://ops.example.com' })).toBe('CROSS_ORIGIN')
    expect(from({ origin: 'http://ops.example.com:81' })).toBe('CROSS_ORIGIN')
  })

  test('that is refused names the setting that would allow it', () => {
    const request = post('{}', { host: '127.0.0.1:3000', origin: 'https://ops.example.com' })
    expect(() => requireSameOrigin(request)).toThrow(
      /at https:\/\/ops\.example\.com, set PUBLIC_URL to that; it is http:\/\/ops\.example\.com\/waybill\.$/,
    )
  })

  test('may not come from any other site in a browser', () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:9091', 'null', '']) {
      expect(from({ origin }), origin).toBe('CROSS_ORIGIN')
    }
    for (const site of ['cross-site', 'same-site', 'nonsense']) {
      expect(from({ 'sec-fetch-site': site, origin: 'http://127.0.0.1:3000' }), site).toBe('CROSS_ORIGIN')
    }
  })
})

describe('input', () => {
  test('is refused with a list of all faults', () => {
    const schema = z.strictObject({ a: z.int(), b: z.array(z.object({ c: z.string() })) })
    try {
      parse(schema, { a: 'x', b: [{ c: 1 }], d: 1 })
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      expect(error.toProblem().errors?.map(({ path }) => path)).toEqual(['a', 'b[0].c', ''])
      expect(error.toProblem()).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
    }
  })

  test('with many faults gets an answer of bounded size', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${n}${'x'.repeat(500)}`, n]))
    try {
      parse(z.strictObject({}), many)
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      expect(JSON.stringify(error.toProblem()).length).toBeLessThan(2000)
    }
  })

  test('in a query counts once', () => {
    const schema = z.strictObject({ a: z.string() })
    expect(parseQuery(new Request(`${address}?a=1`), schema)).toEqual({ a: '1' })
    expect(codeOf(() => parseQuery(new Request(`${address}?a=1&a=1`), schema))).toBe('INVALID_REQUEST')
    expect(codeOf(() => parseQuery(new Request(`${address}?a=1&__proto__=2`), schema))).toBe(
      'INVALID_REQUEST',
    )
  })
})

test('a path must be percent-encoded UTF-8', () => {
  expect(['/a', '/a%20b', '/%C3%A9'].every(isDecodable)).toBe(true)
  expect(['/%', '/%zz', '/%E0%A4%A', '/%ff'].some(isDecodable)).toBe(false)
})

test.each([
  '/api/../packets',
  '/..',
  '/api/./packets',
  '/api/%2e%2E/packets',
  '/api/.%2e',
  '/api/x%2f..%2fpackets',
  '/api/%2e%2e%2fpackets',
  '/api/..%5cpackets',
  '/api\\..\\packets',
  '/api\\packets',
])("%s could evade a proxy's access rules", (path) => expect(addressFault(path)?.status).toBe(400))

test.each([
  '/',
  '/packets/...',
  '/packets/a..b',
  '/api/packets/.hidden',
  '/api/providers/a%2Fb',
  '/%5Cback%5Cslash',
])('%s is accepted as unambiguous', (path) => expect(addressFault(path)).toBeNull())

test.each([
  ['/', '/', '/waybill'],
  ['/waybill', '/', '/waybill'],
  ['/waybill/', '/', '/waybill'],
  ['/waybill?a=1', '/?a=1', '/waybill?a=1'],
  ['/?a=1', '/?a=1', '/waybill?a=1'],
  ['/packets', '/packets', '/waybill/packets'],
  ['/waybill/packets/a?b=/waybill', '/packets/a?b=/waybill', '/waybill/packets/a?b=/waybill'],
  ['//waybill/packets', '/packets', '/waybill/packets'],
  ['/waybills', '/waybills', '/waybill/waybills'],
  ['/api/callbacks/transmit', '/api/callbacks/transmit', '/waybill/api/callbacks/transmit'],
])('%s becomes %s here and %s for the framework, whatever a proxy removes', (asked, here, there) => {
  const request = Object.assign(new IncomingMessage(new Socket()), { url: asked })
  takeOffPublicPath(request)
  expect(request.url).toBe(here)
  putOnPublicPath(request)
  expect(request.url).toBe(there)
})
