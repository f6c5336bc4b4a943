import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildHeader } from '@/lib/contract/paths'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { createListener } from './listener'

let server: Server

beforeAll(async () => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  server = createServer(createListener((request, response) => response.end(`the page ${request.url}`)))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

afterAll(() => new Promise((done) => server.close(done)))

function ask(path: string, init?: RequestInit): Promise<Response> {
  return fetch(new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`), init)
}

test('a request outside of the API gets a page', async () => {
  for (const path of ['/packets', '/apis', '/'])
    expect(await (await ask(path)).text()).toBe(`the page ${path}`)
})

test('the API answers its own unknown addresses with a problem', async () => {
  for (const path of ['/api', '/api/', '/api/nothing', '/api/packets/a/b']) {
    expect(await (await ask(path)).json(), path).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  }
  for (const path of ['/api/health/live', '/api/health/live/']) {
    expect(await (await ask(path)).json()).toEqual({ status: 'live' })
  }
})

test('each answer of the API has the security headers', async () => {
  for (const path of ['/api/health/live', '/api/nothing']) {
    const { headers } = await ask(path)
    expect(Object.fromEntries(headers), path).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringContaining('no-store'),
      [buildHeader]: expect.any(String),
    })
  }
})

test('Prometheus is answered at /metrics, also while PostgreSQL and Temporal are away', async () => {
  const answer = await ask('/metrics')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  const text = await answer.text()
  expect(text).toMatch(/^waybill_temporal_up 0$/m)
  expect(text).toMatch(/^waybill_store_up 0$/m)
  expect(text).toMatch(/^waybill_event_streams 0$/m)
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  // Unknown values are left out, since any number would be wrong.
  expect(text).not.toMatch(/^waybill_workers /m)
  expect(text).toMatch(
    /^waybill_http_request_seconds_count\{route="\/api\/health\/live",method="GET",status="200"\} \d+$/m,
  )
  expect(text).not.toContain('/api/nothing')
})

test('long answers are compressed for clients that accept it, short ones are not', async () => {
  const document = await ask('/api/openapi.json')
  expect([document.headers.get('content-encoding'), document.headers.get('vary')]).toEqual([
    'gzip',
    'Accept-Encoding',
  ])
  expect(await document.json()).toHaveProperty('openapi')
  const plain = await ask('/api/openapi.json', { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.has('content-encoding')).toBe(false)
  expect((await ask('/api/health/live')).headers.has('content-encoding')).toBe(false)
})

test('an answer that comes before the end of a body leaves the connection usable', async () => {
  for (let count = 0; count < 20; count++) {
    const refused = await ask('/api/packets', { method: 'PUT', body: 'x'.repeat(100_000) })
    expect(refused.status).toBe(405)
    await refused.arrayBuffer()
  }
})

test('an invalid header Host is refused with an explanation', async () => {
  const { port } = server.address() as AddressInfo
  for (const host of ['a b', '[::', 'a:b:c']) {
    const answer = await new Promise((done, fail) => {
      const asking = request({ host: '127.0.0.1', port, path: '/api/health/live', headers: { host } })
      asking.on('response', (response) => done(json(response))).once('error', fail)
      asking.end()
    })
    expect(answer, host).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  }
})
