import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openApiDocument } from '@/lib/contract/openapi'
import { apiPath } from '@/lib/contract/paths'
import { providerNames } from '@/lib/server/test-support/environment'
import { apiUnderTest } from './test-support/api-under-test'
import {
  type ArbitraryRequest,
  arbitraryRequest,
  documentedOperation,
} from './test-support/arbitrary-request'
import { callApi } from './test-support/call-api'
import { submit } from './test-support/packets'
import { refusal } from './test-support/refusal'

const runsPerOperation = 60

const document = openApiDocument()

const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: documentedOperation.parse(JSON.parse(JSON.stringify(operation))),
  })),
)

apiUnderTest()

/** `callApi` checks that the answer is a documented one. */
async function check(path: string, request: ArbitraryRequest) {
  const { status, body } = await callApi(request.path, request.init)
  expect(status < 500 || isNotReady(path, status), `${status} is no fault of ours`).toBe(true)
  await body?.cancel()
}

/** This is the one address whose purpose is to report with 503 that a part is slow or missing. */
function isNotReady(path: string, status: number): boolean {
  return path === apiPath('/api/health/ready') && status === 503
}

test.each(operations)('$method $path answers as documented, whatever it is sent', async (each) => {
  const { path, method, operation } = each
  const ids = [(await submit()).id, (await submit()).id, ...providerNames]
  await fc.assert(
    fc.asyncProperty(arbitraryRequest(path, method, operation, ids), (request) => check(path, request)),
    { numRuns: runsPerOperation },
  )
})

test.each(operations)('$method $path does not offer other methods', async ({ path, method }) => {
  const address = path.replace(/\{\w+\}/, 'x')
  const offered = Object.keys(document.paths?.[path] ?? {})
  for (const other of ['get', 'post', 'put', 'patch', 'delete']) {
    if (other === method || offered.includes(other)) continue
    const response = await callApi(address, { method: other.toUpperCase() })
    expect(await refusal(response)).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(response.headers.get('allow')).toContain(method.toUpperCase())
  }
})

test('every address that is not documented is answered with 404', async () => {
  for (const path of ['/api', '/api/', '/api/packet', '/api/packets/a/b', '/api/v1/packets']) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await callApi(path, { method })
      expect(await refusal(response), `${method} ${path}`).toEqual([404, 'NOT_FOUND'])
    }
  }
})
