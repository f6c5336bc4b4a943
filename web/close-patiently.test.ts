import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { closePatiently } from './close-patiently'

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

test('a body that never ends does not hold up the stop', async () => {
  const server = createServer((incoming) => incoming.resume())
  const socket = connect(await listening(server), '127.0.0.1')
  const asked = once(server, 'request')
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
  await asked
  const trickle = setInterval(() => socket.write('x'), 10)
  const cut = new Promise((done) => socket.on('error', done).on('close', done))
  await closePatiently(server, 50)
  await cut
  clearInterval(trickle)
})

test('a request that came before the stop is answered', async () => {
  const server = createServer((_, response) => setTimeout(() => response.end('answered'), 50))
  const port = await listening(server)
  const asked = once(server, 'request')
  const answer = new Promise<string>((done, fail) =>
    request({ host: '127.0.0.1', port, agent: false }, (response) => done(text(response)))
      .once('error', fail)
      .end(),
  )
  await asked
  await closePatiently(server, 5_000)
  expect(await answer).toBe('answered')
})
