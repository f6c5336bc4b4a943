import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type LinkState, openEventStream } from './event-stream'

let server: Server | undefined
let close: (() => void) | undefined

afterEach(() => {
  close?.()
  server?.closeAllConnections()
  server?.close()
})

/** Serves each connection by the next of the given behaviours, the last one for all that follow. */
async function serving(...behaviours: ((response: ServerResponse, lastEventId: string) => void)[]) {
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  let connections = 0
  server = createServer((request, response) => {
    const behave = behaviours[Math.min(connections, behaviours.length - 1)]
    connections += 1
    behave?.(response, String(request.headers['last-event-id'] ?? ''))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

function listening(path: string) {
  const events: string[] = []
  const states: LinkState['is'][] = []
  close = openEventStream({
    path,
    onEvent: (name, json) => events.push(`${name} ${json}`),
    onState: (state) => states.push(state.is),
  })
  return { events, states }
}

function begin(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

test('hands on events, passes over heartbeats and stops at the end', async () => {
  const path = await serving((response) => {
    begin(response)
    response.write(': \n\nevent: packet\ndata: {"a":')
    response.write('1}\n\n: \n\nevent: end\ndata: {}\n\n')
  })
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['live', 'ended']))
  expect(seen.events).toEqual(['packet {"a":1}'])
})

test('comes back after a loss, and says where it was', async () => {
  const path = await serving(
    (response) => {
      begin(response)
      response.end('id: 7\nevent: packet\ndata: 1\n\n')
    },
    (response, lastEventId) => {
      begin(response)
      response.write(`event: packet\ndata: ${lastEventId}\n\nevent: end\ndata: {}\n\n`)
    },
  )
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['live', 'reconnecting', 'live', 'ended']))
  expect(seen.events).toEqual(['packet 1', 'packet 7'])
})

test('says since when it is stale when the server stays away', async () => {
  const path = await serving((response) => response.writeHead(503).end('{}'))
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['reconnecting', 'reconnecting', 'stale']), 5_000)
})

test.each([204, 404])('does not come back after %i', async (status) => {
  const path = await serving((response) => response.writeHead(status).end())
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['ended']))
})

test('does not ask again for what is refused', async () => {
  const problem = JSON.stringify({ code: 'INVALID_REQUEST', detail: 'from: no time' })
  const path = await serving((response) => response.writeHead(400).end(problem))
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['refused']))
})

test('what is shown is as old as when the server was last heard, by whatever stream', async () => {
  const path = await serving((response) => response.writeHead(503).end('{}'))
  const since: number[] = []
  close = openEventStream({
    path,
    hearing: { at: 1_000 },
    onEvent: () => undefined,
    onState: (state) => state.is === 'stale' && since.push(state.since),
  })
  await vi.waitFor(() => expect(since[0]).toBe(1_000), 5_000)
})

test('is silent once it was closed', async () => {
  const path = await serving((response) => begin(response))
  const seen = listening(path)
  close?.()
  await new Promise((resolve) => server?.getConnections(resolve))
  expect(seen.states).toEqual([])
})
