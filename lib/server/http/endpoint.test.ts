import { beforeAll, describe, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { endpoint, json } from './endpoint'

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:7233', carrierUrl: 'http://127.0.0.1:9/' })
})

const route = endpoint({ GET: () => json({ a: 1 }), POST: () => json({}, { status: 202 }) })
const broken = endpoint({
  GET() {
    throw new Error('the password is 1234')
  },
})

function ask(method: string, on = route, headers: Record<string, string> = {}) {
  const request = new Request('http://127.0.0.1:3000/api/x', { method, headers })
  return on(
    {
      ...pick(request),
      remote: null,
      stream: () => {
        throw new Error('Nobody reads it here.')
      },
      body: async () => new Uint8Array(),
    },
    {},
  )
}

function pick({ method, url, headers, signal }: Request) {
  return { method, url, headers, signal }
}

describe('a route', () => {
  test('answers a method that it offers, and forbids caching', async () => {
    const response = await ask('GET')
    expect([response.status, await response.json()]).toEqual([200, { a: 1 }])
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
    expect((await ask('POST')).status).toBe(202)
  })

  test('lets only a long answer be compressed', () => {
    const caching = (value: unknown) => json(value).headers.get('cache-control')
    expect(caching('short')).toContain('no-transform')
    expect(caching('long'.repeat(1000))).toBe('no-store')
  })

  test('answers HEAD without a body', async () => {
    const response = await ask('HEAD')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '',
    ])
  })

  test('lists its methods for OPTIONS', async () => {
    const options = await ask('OPTIONS')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
    const refused = await ask('DELETE')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
    expect(await refused.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 })
  })

  test('refuses changes from other sites before it calls the handler', async () => {
    const response = await ask('POST', route, { origin: 'http://evil.example' })
    expect([response.status, (await response.json()).code]).toEqual([403, 'CROSS_ORIGIN'])
  })

  test('that fails unexpectedly tells where it is logged, and nothing else', async () => {
    const response = await ask('GET', broken)
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({
      code: 'INTERNAL',
      instance: expect.stringMatching(/^urn:uuid:/),
    })
    expect(text).not.toContain('password')
  })
})
