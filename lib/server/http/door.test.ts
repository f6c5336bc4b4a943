import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { readAbsoluteTarget } from './address'
import { refuseAtDoor } from './door'

let server: Server

beforeAll(async () => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  server = createServer((incoming, response) => {
    readAbsoluteTarget(incoming)
    if (!refuseAtDoor(incoming, response)) response.end('served')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

afterAll(() => new Promise((done) => server.close(done)))

async function ask(
  path: string,
  host: string,
  method = 'GET',
  more: Record<string, string> = {},
): Promise<[number | undefined, string]> {
  const { port } = server.address() as AddressInfo
  const headers = { host, ...more }
  return new Promise((done, fail) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers }, async (response) =>
      done([response.statusCode, await text(response)]),
    )
    asking.once('error', fail).end()
  })
}

/** The status and the problem of a refused request to a known host name. */
async function refused(path: string, method: string): Promise<[number | undefined, unknown]> {
  const [status, body] = await ask(path, 'localhost:3000', method)
  return [status, JSON.parse(body)]
}

test('pages and the API are served under known names only', async () => {
  for (const path of ['/packets', '/api/packets?limit=1', '/api/packets/a/contents']) {
    const [status, body] = await ask(path, 'evil.example:3000')
    expect([status, JSON.parse(body)]).toMatchObject([
      421,
      { code: 'UNKNOWN_HOST', detail: expect.stringMatching(/"evil\.example:3000".*PUBLIC_URL/) },
    ])
    expect(await ask(path, 'localhost:3000')).toEqual([200, 'served'])
  }
})

test('the liveness address is served under the name that carriers use', async () => {
  expect(await ask('/api/health/live', 'waybill.example.com')).toEqual([200, 'served'])
})

test('methods that the framework cannot handle get 405, like other wrong methods', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'PURGE']) {
    expect(await refused('/api/packets', method), method).toMatchObject([405, { code: 'METHOD_NOT_ALLOWED' }])
  }
  expect(await ask('/api/packets', 'localhost:3000', 'DELETE')).toEqual([200, 'served'])
})

test('pages refuse every method that is not a read', async () => {
  for (const [path, method] of [
    ['/packets', 'POST'],
    ['/packets', 'PUT'],
    ['/', 'OPTIONS'],
    ['/', 'TRACE'],
    ['/apiary', 'POST'],
  ] as const) {
    expect(await refused(path, method), path).toMatchObject([405, { detail: 'Use one of: GET, HEAD.' }])
  }
  expect(await ask('/api/packets', 'localhost:3000', 'POST')).toEqual([200, 'served'])
})

test("of the framework's own addresses only built files are served", async () => {
  for (const path of [
    '/_next/image?url=%2Fapi%2Fevents%2Fpackets&w=640&q=75',
    '/_next/data/x/packets.json',
    '/_next/webpack-hmr',
    '/__nextjs_original-stack-frame',
    '/%5Fnext/image',
    '//_next/image',
  ]) {
    expect(await refused(path, 'GET'), path).toMatchObject([404, { code: 'NOT_FOUND' }])
  }
  expect(await ask('/_next/static/chunks/a.js', 'localhost:3000')).toEqual([200, 'served'])
})

test("a malformed header with a page's router state is refused", async () => {
  const ofPage = (state: string) =>
    ask('/packets', 'localhost:3000', 'GET', { 'next-router-state-tree': state })
  for (const state of ['garbage', '%7B', '%zz', '[1]', '["",[]]', '["",{"children":[2,{}]}]']) {
    expect((await ofPage(state))[0], state).toBe(400)
  }
  const state = ['', { children: [['id', 'p-1', 'd', null], { children: ['__PAGE__', {}] }] }, null, null, 16]
  expect(await ofPage(encodeURIComponent(JSON.stringify(state)))).toEqual([200, 'served'])
})

test('a refusal is HTML for a browser that asks for a page, and JSON for a program', async () => {
  const html = 'text/html,application/xhtml+xml,*/*;q=0.8'
  for (const [path, host, status] of [
    ['/packets', 'evil<b>.example', 421],
    ['/packets/%zz', 'localhost', 400],
    ['/_next/image', 'localhost', 404],
  ] as const) {
    const [told, page] = await ask(path, host, 'GET', { accept: html })
    expect([told, page.slice(0, 15)]).toEqual([status, '<!doctype html>'])
    expect(page).not.toContain('<b>')
    for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5']) {
      expect(JSON.parse((await ask(path, host, 'GET', { accept }))[1])).toMatchObject({ status })
    }
  }
})

test('an address that is no path, or not decodable, is refused', async () => {
  for (const [path, method] of [
    ['*', 'GET'],
    ['*', 'OPTIONS'],
    ['/packets/%zz', 'GET'],
    ['/api/packets/%ff', 'DELETE'],
    ['/api/../packets', 'GET'],
    ['/api/%2e%2e/packets', 'GET'],
    ['/api/packets/..%2f..', 'GET'],
    ['/api\\packets', 'GET'],
  ] as const) {
    expect(await refused(path, method), path).toMatchObject([400, { code: 'INVALID_REQUEST' }])
  }
})

test('an absolute request target counts as its path, with the host name in it', async () => {
  expect(await ask('http://localhost:3000/api/packets?limit=1', 'evil.example')).toEqual([200, 'served'])
  expect(await ask('http://localhost:3000', 'localhost:3000')).toEqual([200, 'served'])
  expect((await ask('http://evil.example/api/packets', 'localhost:3000'))[0]).toBe(421)
})
