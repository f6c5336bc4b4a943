import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explainUnreadable } from './refusal'

let server: Server

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/endless') response.write('begun')
    else response.end('served')
  })
  explainUnreadable(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})

afterAll(() => new Promise((done) => server.close(done)))

function open(): Socket {
  const { port } = server.address() as AddressInfo
  return connect(port, '127.0.0.1')
}

/** Everything that the server answers until the connection ends. */
function say(lines: string[]): Promise<string> {
  const socket = open()
  socket.write(lines.join('\r\n'))
  return text(socket)
}

test.each([
  ['a length that is no number', 'GET / HTTP/1.1', ['Content-Length: many'], 400, 'INVALID_REQUEST'],
  ['an unknown method', 'FETCH / HTTP/1.1', [], 400, 'INVALID_REQUEST'],
  ['headers too large', 'GET / HTTP/1.1', [`A: ${'a'.repeat(20_000)}`], 431, 'HEADERS_TOO_LARGE'],
  ['an unknown expectation', 'GET / HTTP/1.1', ['Expect: banana'], 417, 'UNKNOWN_EXPECTATION'],
])('%s is answered with a problem, and the connection is closed', async (_, first, headers, status, code) => {
  const [head = '', body = ''] = (await say([first, 'Host: a', ...headers, '', ''])).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} \\w`))
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(head).toMatch(/^connection: close$/im)
  expect(head).toContain(`Content-Length: ${body.length}`)
  expect(JSON.parse(body)).toMatchObject({ status, code })
})

test('garbage after an answered request gets a problem too', async () => {
  const answers = await say(['GET / HTTP/1.1', 'Host: a', '', 'GARBAGE', '', ''])
  expect(answers).toMatch(/INVALID_REQUEST/)
})

test('an answer that has begun is not mixed with a second one', async () => {
  const socket = open()
  socket.write('POST /endless HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
  let answer = ''
  socket.on('data', (data) => {
    answer += data
    socket.write('no length\r\n')
  })
  await once(socket, 'close')
  expect(answer).toContain('begun')
  expect(answer).not.toContain('INVALID_REQUEST')
})
