import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { isKnownHost, refuseUnknownHost } from './known-host'

test.each([
  undefined,
  '127.0.0.1:3000',
  '192.168.1.20',
  '[::1]:3000',
  'localhost:3000',
  'LOCALHOST.',
  'waybill.localhost:3000',
  'web:3000',
  hostname(),
  'waybill.example.com',
  'Waybill.Example.Com:443',
])('knows %s', (host) => expect(isKnownHost(host, ['waybill.example.com'])).toBe(true))

test.each([
  'evil.example',
  'evil.example:3000',
  'waybill.example.com.evil.example',
  'evil.waybill.example.com',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '127.0.0.1:3000@evil.example',
  'evil.example:80:80',
  '',
  ' ',
])('does not know "%s"', (host) => expect(isKnownHost(host, ['waybill.example.com'])).toBe(false))

test('knows every name when told so', () => expect(isKnownHost('evil.example', ['*'])).toBe(true))

let server: Server

beforeAll(async () => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  server = createServer((incoming, response) => {
    if (!refuseUnknownHost(incoming, response)) response.end('served')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

afterAll(() => new Promise((done) => server.close(done)))

async function ask(path: string, host: string): Promise<[number | undefined, string]> {
  const { port } = server.address() as AddressInfo
  return new Promise((done, fail) => {
    const asking = request({ host: '127.0.0.1', port, path, headers: { host } }, async (response) =>
      done([response.statusCode, await text(response)]),
    )
    asking.once('error', fail).end()
  })
}

test('pages and the API are served under known names only', async () => {
  for (const path of ['/packets', '/api/packets?limit=1', '/api/packets/a/contents']) {
    const [status, body] = await ask(path, 'evil.example:3000')
    expect([status, JSON.parse(body)]).toMatchObject([
      421,
      { code: 'UNKNOWN_HOST', detail: expect.stringMatching(/"evil\.example:3000".*ALLOWED_HOSTS/) },
    ])
    expect(await ask(path, 'localhost:3000')).toEqual([200, 'served'])
  }
})

test('a worker may ask by the name that carriers use', async () => {
  expect(await ask('/api/health/live', 'waybill.example.com')).toEqual([200, 'served'])
  expect(await ask('/api/greeting?name=a', 'waybill.example.com')).toEqual([200, 'served'])
})
