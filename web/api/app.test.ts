import { beforeAll, expect, test } from 'vitest'
import { splitKey } from '@/lib/contract/operation-key'
import { operations } from '@/lib/contract/operations'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { callApi } from './test-support/call-api'
import { faultOf } from './test-support/documented-answer'

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
})

// The types ensure that each operation has a handler and that no handler lacks an operation.
test.each(Object.keys(operations))('%s is offered at its address', async (key) => {
  const { method, path } = splitKey(key)
  const response = await callApi(path.replace(/\{\w+\}/, 'x'), { method: 'OPTIONS' })
  expect(response.headers.get('allow')?.split(', ')).toContain(method)
})

const live = 'http://127.0.0.1/api/health/live'

test.each([
  ['in a status', new Response('{}', { status: 418, headers: { 'content-type': 'application/json' } })],
  ['in a shape', Response.json({ status: 'dead' })],
  ['with a field besides', Response.json({ status: 'live', since: 1 })],
  ['with a code', problem('PACKET_NOT_FOUND', 404)],
  ['as a media type', new Response('live', { headers: { 'content-type': 'text/plain' } })],
])('an answer that is not documented %s is noticed', async (_, answer) => {
  expect(await faultOf('GET', live, answer)).not.toBeNull()
})

test('an answer that is as documented is no fault', async () => {
  expect(await faultOf('GET', live, Response.json({ status: 'live' }))).toBeNull()
  expect(await faultOf('GET', live, problem('UNKNOWN_HOST', 421))).toBeNull()
})

function problem(code: string, status: number): Response {
  const body = { type: 'about:blank', title: 'No', status, code, detail: 'No.' }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
}
