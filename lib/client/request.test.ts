import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { request } from './request'
import { noteServerDate, serverNow } from './server-clock'

const aheadMs = 600_000
let server: Server | undefined

afterEach(() => {
  server?.close()
  noteServerDate(new Date().toUTCString())
})

test('every answer tells the time of the server, for pages without a stream', async () => {
  server = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
    response.end('{}')
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await request('/', { origin: `http://127.0.0.1:${port}` })
  expect(Math.abs(serverNow() - Date.now() - aheadMs)).toBeLessThan(1_500)
})
