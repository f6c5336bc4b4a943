import { beforeAll, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { callApi, postJson } from '../test-support/call-api'

const because = { reason: 'maintenance' }

// Neither PostgreSQL nor Temporal answers there.
beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
})

test.each([
  ['a change', () => postJson(apiPath('/api/providers/{name}/actions/drain', { name: 'RouteA' }), because)],
  ['a pause', () => postJson(apiPath('/api/providers/actions/pause'), because)],
  ['the list of providers', () => callApi(apiPath('/api/providers'))],
  ['a plan', () => callApi('/api/route?destination=%2B016660002222')],
])('%s is refused within 3 s while the store is away', async (_, call) => {
  const startedAt = performance.now()
  const response = await call()
  expect(performance.now() - startedAt).toBeLessThan(3_000)
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await response.json()).toMatchObject({ code: 'STORE_UNREACHABLE' })
})
