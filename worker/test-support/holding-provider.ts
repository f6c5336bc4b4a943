import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, vi } from 'vitest'

export interface HoldingProvider {
  readonly url: string
  /** The ids of packets that were handed over, in the order of their first arrival. */
  readonly seen: readonly string[]
  /** Waits for the packet's hand-over, and returns the response by which the test answers it. */
  readonly arrived: (packetId: string) => Promise<ServerResponse>
  /** Likewise for the next hand-over of the same packet. */
  readonly arrivedAgain: (packetId: string) => Promise<ServerResponse>
}

/** Creates a provider for each test of the calling file. It holds each hand-over until the test answers it. */
export function holdingProvider(): HoldingProvider {
  const open = new Map<string, ServerResponse>()
  let server: Server
  beforeEach(async () => {
    open.clear()
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      open.set(JSON.parse(Buffer.concat(chunks).toString()).packetId, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const held = (packetId: string): ServerResponse => {
    const response = open.get(packetId)
    if (response === undefined) throw new Error(`${packetId} has not arrived.`)
    return response
  }
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    },
    get seen() {
      return [...open.keys()]
    },
    arrived: (packetId) => vi.waitFor(() => held(packetId), { timeout: 20_000 }),
    arrivedAgain: (packetId) => {
      const before = open.get(packetId)
      const isAnother = () => {
        const response = held(packetId)
        if (response === before) throw new Error(`${packetId} has not arrived again.`)
        return response
      }
      return vi.waitFor(isAnother, { timeout: 20_000 })
    },
  }
}
