import { request as httpRequest, type RequestOptions } from 'node:http'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import { expect, test } from './support/test'

/** Uses Node's client, because `fetch` forbids some of these headers. */
function statusOf(url: string, options: RequestOptions): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asking = httpRequest(url, options, (response) => {
      response.resume()
      done(response.statusCode)
    })
    asking.once('error', fail).end()
  })
}

test('pages and packets are only served under host names that lead here', async ({ stack }) => {
  const { web } = stack.addresses
  for (const path of [
    pagePaths.packets,
    apiPath('/api/packets'),
    apiPath('/api/events/packets'),
    '/icon.svg',
  ]) {
    expect(await statusOf(`${web}${path}`, { headers: { host: 'evil.example' } }), path).toBe(421)
  }
  expect(await statusOf(`${web}${apiPath('/api/packets')}`, { headers: { host: 'localhost:1' } })).toBe(200)
  expect(
    await statusOf(`${web}${apiPath('/api/health/live')}`, { headers: { host: 'waybill.example.com' } }),
  ).toBe(200)
})

test('only built files of the framework are served, so that its other routes cannot use up the places of viewers', async ({
  stack,
}) => {
  const { web } = stack.addresses
  const door = `${web}/_next/image?url=${encodeURIComponent(apiPath('/api/events/packets'))}&w=640&q=75`
  const asked = await Promise.all(Array.from({ length: 200 }, () => statusOf(door, {})))
  expect(new Set(asked)).toEqual(new Set([404]))
  const fromElsewhere = { headers: { 'sec-fetch-site': 'cross-site' } }
  expect(await statusOf(`${web}${apiPath('/api/events/packets')}`, fromElsewhere)).toBe(403)
  for (const path of [
    '/_next/data/x/packets.json',
    '/__nextjs_original-stack-frame',
    '/api/%2e%2e/packets',
  ]) {
    // Passed as an option, because a URL would be normalized before it is sent.
    expect([400, 404], path).toContain(await statusOf(web, { path }))
  }
})

test('an address that cannot be decoded is answered with an error page that leads on to the packets', async ({
  page,
  stack,
}) => {
  await page.goto(`${stack.addresses.web}/packets/%zz`)
  await expect(page.getByRole('heading', { name: 'The request is not valid' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to the packets' }).click()
  await expect(page.getByRole('heading', { name: 'Packets', exact: true })).toBeVisible()
})

test('a request that offers an upgrade is answered as a plain request', async ({ stack }) => {
  const { web } = stack.addresses
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
  }
  // The framework only begins to listen for upgrades with the first page that it serves.
  for (const path of [pagePaths.packets, apiPath('/api/health/live'), pagePaths.packets]) {
    expect(await statusOf(`${web}${path}`, { headers }), path).toBe(200)
  }
  expect(await statusOf(`${web}${apiPath('/api/callbacks/transmit')}`, { method: 'POST', headers })).toBe(415)
})

test('an idle connection is kept open longer than clients and proxies keep theirs', async ({ stack }) => {
  const response = await fetch(`${stack.addresses.web}${apiPath('/api/health/live')}`)
  expect(response.headers.get('keep-alive')).toBe('timeout=75')
})
