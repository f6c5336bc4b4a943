import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { noteHeaders, serverNow } from './answer-headers'
import { errorOf, isIntercepted, isRefusal } from './client-error'
import { request } from './request'

const aheadMs = 600_000
let server: Server | undefined

async function serving(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

afterEach(() => {
  server?.close()
  noteHeaders(new Headers({ date: new Date().toUTCString() }))
})

test('takes the time of the server from every answer, for pages without a stream', async () => {
  const origin = await serving((_, response) => {
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
    response.end('{}')
  })
  await request('/', { origin })
  expect(Math.abs(serverNow() - Date.now() - aheadMs)).toBeLessThan(1_500)
})

test.each([
  ['a page in place of JSON', 200, 'text/html; charset=utf-8', '<!doctype html>'],
  ['a page that says it is JSON', 200, 'application/json', '\n<html>'],
  ['a page that says nothing', 200, '', '<!doctype html>'],
  ['a login by its status', 401, 'text/html', '<!doctype html>'],
])('%s is reported as a sign-in page, not as a refusal', async (_, status, type, body) => {
  const origin = await serving((_request, response) => {
    response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(body)
  })
  await expect(request('/', { origin })).rejects.toSatisfy(
    (error) => isIntercepted(error) && !isRefusal(error) && /sign-in page/.test(error.message),
  )
})

test('an answer that breaks off is reported as incomplete', async () => {
  const origin = await serving((_, response) => response.end('{"id":'))
  await expect(request('/', { origin })).rejects.toMatchObject({ code: 'UNREADABLE' })
})

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status })
}

test.each([
  ['what the API refuses', answer(400, { code: 'INVALID_REQUEST', detail: 'from: no time' }), true],
  ['what the API cannot do now', answer(503, { code: 'TEMPORAL_UNREACHABLE', detail: 'no answer' }), false],
  ['a login that stands in front', answer(401, { message: 'Sign in' }), false],
])('tells whether it is a refusal: %s', async (_, response, refusal) => {
  expect(isRefusal(await errorOf(response))).toBe(refusal)
})
