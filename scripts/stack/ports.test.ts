import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { ensurePortsFree, freePorts } from './ports'

test('lets free ports pass', async () => {
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

test('names HOST when the address is not of this machine', async () => {
  const [port = 0] = await freePorts(1)
  await expect(ensurePortsFree({ PORT: port }, '192.0.2.1')).rejects.toThrow(/HOST=127\.0\.0\.1\.$/)
})

test('gives different free ports', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20)
})
