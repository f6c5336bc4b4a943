import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { addressesOf, ensurePortsFree, freePorts } from './addresses'

const ports = { web: 3000, temporal: 7233, temporalUi: 8233, carrier: 9091 }

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['::1', 'http://[::1]:3000'],
  ['192.0.2.7', 'http://192.0.2.7:3000'],
  ['waybill.local', 'http://waybill.local:3000'],
])('with HOST=%s the pages are at %s, and Temporal and its own stay on this machine', (host, web) => {
  expect(addressesOf(host, ports)).toMatchObject({
    web,
    temporalUi: 'http://127.0.0.1:8233',
    temporal: '127.0.0.1:7233',
  })
})

test.each([
  ['0.0.0.0', 'http://127.0.0.1:8233', '127.0.0.1:7233'],
  ['::', 'http://[::1]:8233', '[::1]:7233'],
])('TEMPORAL_HOST=%s: this machine finds pages at %s, server at %s', (temporalHost, temporalUi, temporal) => {
  expect(addressesOf('127.0.0.1', ports, temporalHost)).toMatchObject({ temporalUi, temporal })
})

test('accepts free ports', async () => {
  const [port = 0] = await freePorts(1)
  await ensurePortsFree({ PORT: port }, '127.0.0.1')
})

test('names the taken port and the variable that changes it', async () => {
  const [port = 0] = await freePorts(1)
  const holder = createServer().listen(port, '127.0.0.1')
  await once(holder, 'listening')
  try {
    await expect(ensurePortsFree({ CARRIER_PORT: port }, '127.0.0.1')).rejects.toThrow(
      new RegExp(`^Port ${port} on 127.0.0.1 is taken;.*CARRIER_PORT=\\d+\\.$`),
    )
  } finally {
    holder.close()
  }
})

test('names HOST when the address does not belong to this machine', async () => {
  const [port = 0] = await freePorts(1)
  await expect(ensurePortsFree({ PORT: port }, '192.0.2.1')).rejects.toThrow(/HOST=127\.0\.0\.1\.$/)
})

test('returns different free ports', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20)
})
