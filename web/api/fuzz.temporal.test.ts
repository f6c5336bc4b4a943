import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openApiDocument } from '@/lib/contract/openapi'
import { apiPaths } from '@/lib/contract/paths'
import { providerNames } from '@/lib/server/test-support/environment'
import { apiUnderTest } from './test-support/api-under-test'
import {
  type ArbitraryRequest,
  arbitraryRequest,
  type DocumentedOperation,
  documentedOperation,
} from './test-support/arbitrary-request'
import { callApi } from './test-support/call-api'
import { submit } from './test-support/packets'
import { refusal } from './test-support/refusal'

const runsPerOperation = 60

const document = openApiDocument()
const ajv = addFormats(new Ajv2020({ strict: false }))
ajv.addSchema(JSON.parse(JSON.stringify(document)), 'openapi')

const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: documentedOperation.parse(JSON.parse(JSON.stringify(operation))),
  })),
)

apiUnderTest()

/** JSON Pointer into the document. */
const pointer = (...steps: string[]) =>
  steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

function validator(path: string, method: string, status: number, type: string): ValidateFunction {
  const schema = pointer('paths', path, method, 'responses', String(status), 'content', type, 'schema')
  return ajv.compile({ $ref: `openapi#/${schema}` })
}

async function check(
  path: string,
  method: string,
  operation: DocumentedOperation,
  request: ArbitraryRequest,
) {
  const response = await callApi(request.path, request.init)
  const { status } = response
  const said = response.headers.get('content-type')?.split(';')[0]
  const documented = operation.responses[status]
  expect(status < 500 || isNotReady(path, status), `${status} is no fault of ours`).toBe(true)
  expect(documented, `${status} is documented`).toBeDefined()
  if (said === undefined || said === 'text/event-stream') return response.body?.cancel()
  expect(Object.keys(documented?.content ?? {}), 'the media type is documented').toContain(said)
  const validate = validator(path, method, status, said)
  const body: unknown = await response.json()
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true)
}

/** To say that a part is slow or missing is what this one address is for. */
function isNotReady(path: string, status: number): boolean {
  return path === apiPaths.ready && status === 503
}

test.each(operations)('$method $path answers as documented, whatever it is sent', async (each) => {
  const { path, method, operation } = each
  const ids = [(await submit()).id, (await submit()).id, ...providerNames]
  await fc.assert(
    fc.asyncProperty(arbitraryRequest(path, method, operation, ids), (request) =>
      check(path, method, operation, request),
    ),
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
