import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { refuseAtDoor } from './door'
import { readAbsoluteTarget } from './request-target'

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

async function ask(path: string, host: string, method = 'GET'): Promise<[number | undefined, string]> {
  const { port } = server.address() as AddressInfo
  return new Promise((done, fail) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers: { host } }, async (response) =>
      done([response.statusCode, await text(response)]),
    )
    asking.once('error', fail).end()
  })
}

/** The status and the problem that a request under a known name is refused with. */
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

test('a worker may ask by the name that carriers use', async () => {
  expect(await ask('/api/health/live', 'waybill.example.com')).toEqual([200, 'served'])
  expect(await ask('/api/greeting?name=a', 'waybill.example.com')).toEqual([200, 'served'])
})

test('methods that the framework cannot take are answered as all wrong ones are', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'PURGE']) {
    expect(await refused('/api/packets', method), method).toMatchObject([405, { code: 'METHOD_NOT_ALLOWED' }])
  }
  expect(await ask('/api/packets', 'localhost:3000', 'DELETE')).toEqual([200, 'served'])
})

test('pages are only read, whatever somebody sends them', async () => {
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

test('an address that is no path, or not decodable, is refused', async () => {
  for (const [path, method] of [
    ['*', 'GET'],
    ['*', 'OPTIONS'],
    ['/packets/%zz', 'GET'],
    ['/api/packets/%ff', 'DELETE'],
  ] as const) {
    expect(await refused(path, method), path).toMatchObject([400, { code: 'INVALID_REQUEST' }])
  }
})

test('a whole address is one for its path, under the name in it', async () => {
  expect(await ask('http://localhost:3000/api/packets?limit=1', 'evil.example')).toEqual([200, 'served'])
  expect(await ask('http://localhost:3000', 'localhost:3000')).toEqual([200, 'served'])
  expect((await ask('http://evil.example/api/packets', 'localhost:3000'))[0]).toBe(421)
})
