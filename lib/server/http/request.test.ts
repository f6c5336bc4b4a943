import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { closeWhenUnread } from './request'

test('the connection is closed if a body keeps trickling in after the answer', async () => {
  const server = createServer((request, response) => {
    closeWhenUnread(request, response, 50)
    response.end('answered')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
  const trickle = setInterval(() => socket.write('x'), 10)
  const answer = once(socket, 'data')
  const closed = new Promise((done) => socket.on('error', done).on('close', done))
  expect(String(await answer)).toContain('answered')
  await closed
  clearInterval(trickle)
  await new Promise((done) => server.close(done))
})

test('a connection whose request was read completely stays open for the next one', async () => {
  const server = createServer((request, response) => {
    closeWhenUnread(request, response, 20)
    request.resume().once('end', () => response.end('answered'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const ask = () => socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx')
  ask()
  await new Promise((done) => setTimeout(done, 100))
  const answer = new Promise((done) => socket.once('data', (data) => done(String(data))))
  ask()
  expect(await answer).toContain('answered')
  socket.destroy()
  await new Promise((done) => server.close(done))
})
