import { request as httpRequest, type RequestOptions } from 'node:http'
import { apiPaths, pagePaths } from '@/lib/contract/paths'
import { expect, test } from './support/test'

/** `fetch` would not let such headers through. */
function statusOf(url: string, options: RequestOptions): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asking = httpRequest(url, options, (response) => {
      response.resume()
      done(response.statusCode)
    })
    asking.once('error', fail).end()
  })
}

test('pages and packets are served under names that lead here only', async ({ stack }) => {
  const { web } = stack.addresses
  for (const path of [pagePaths.packets, apiPaths.packets, apiPaths.listEvents, '/icon.svg']) {
    expect(await statusOf(`${web}${path}`, { headers: { host: 'evil.example' } }), path).toBe(421)
  }
  expect(await statusOf(`${web}${apiPaths.packets}`, { headers: { host: 'localhost:1' } })).toBe(200)
  expect(await statusOf(`${web}${apiPaths.live}`, { headers: { host: 'waybill.example.com' } })).toBe(200)
})

test('a request that offers an upgrade is answered as it is', async ({ stack }) => {
  const { web } = stack.addresses
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
  }
  // The framework begins to listen for upgrades with the first page that it serves.
  for (const path of [pagePaths.packets, apiPaths.live, pagePaths.packets]) {
    expect(await statusOf(`${web}${path}`, { headers }), path).toBe(200)
  }
  expect(await statusOf(`${web}${apiPaths.receipts}`, { method: 'POST', headers })).toBe(415)
})
