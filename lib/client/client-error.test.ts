import { expect, test } from 'vitest'
import { errorOf, isRefusal } from './client-error'

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status })
}

test.each([
  ['what the API refuses', answer(400, { code: 'INVALID_REQUEST', detail: 'from: no time' }), true],
  ['what the API cannot do now', answer(503, { code: 'TEMPORAL_UNREACHABLE', detail: 'no answer' }), false],
  ['a login that stands in front', answer(401, { message: 'Sign in' }), false],
])('%s', async (_, response, refusal) => {
  expect(isRefusal(await errorOf(response))).toBe(refusal)
})
