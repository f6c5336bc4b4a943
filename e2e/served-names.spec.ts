import { request as httpRequest } from 'node:http'
import { apiPaths, pagePaths } from '@/lib/contract/paths'
import { expect, test } from './support/test'

/** `fetch` would not let a foreign Host through. */
function statusAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asking = httpRequest(url, { headers: { host } }, (response) => {
      response.resume()
      done(response.statusCode)
    })
    asking.once('error', fail).end()
  })
}

test('pages and packets are served under names that lead here only', async ({ stack }) => {
  const { web } = stack.addresses
  for (const path of [pagePaths.packets, apiPaths.packets, apiPaths.listEvents, '/icon.svg']) {
    expect(await statusAs(`${web}${path}`, 'evil.example'), path).toBe(421)
  }
  expect(await statusAs(`${web}${apiPaths.packets}`, 'localhost:1')).toBe(200)
  expect(await statusAs(`${web}${apiPaths.live}`, 'waybill.example.com')).toBe(200)
})
