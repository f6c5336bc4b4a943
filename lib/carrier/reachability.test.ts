import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Reachability } from './reachability'

const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

/** Counts connections; after `close` nothing listens on the port. */
async function listening(): Promise<{ url: string; knocks: () => number; close: () => Promise<void> }> {
  let knocks = 0
  const server = createServer((socket) => {
    knocks++
    socket.on('error', () => undefined).resume()
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.1:${port}/transmit`, knocks: () => knocks, close }
}

async function closed(): Promise<string> {
  const { url, close } = await listening()
  await close()
  return url
}

describe('reachability', () => {
  it('is true if one of several providers answers', async () => {
    const { url } = await listening()
    expect(await new Reachability().anyOf([await closed(), url])).toBe(true)
  })

  it('is false if no provider answers or no name resolves', async () => {
    const unknown = 'http://no-such-host.invalid/transmit'
    expect(await new Reachability().anyOf([await closed(), unknown])).toBe(false)
  })

  it('is false if connecting hangs, which is found out in about a second', async () => {
    const started = performance.now()
    // Reserved for documentation (RFC 5737): no network delivers to this address.
    expect(await new Reachability().anyOf(['http://192.0.2.1:9/'])).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('connects to each host once, however many hand-overs fail at the same time', async () => {
    const host = await listening()
    const reachability = new Reachability()
    const paths = [host.url, `${host.url}/b`]
    const answers = await Promise.all(Array.from({ length: 50 }, () => reachability.anyOf(paths)))
    expect(new Set(answers)).toEqual(new Set([true]))
    expect(host.knocks()).toBe(1)
  })
})
