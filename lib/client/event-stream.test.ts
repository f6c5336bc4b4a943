import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ClientError } from './client-error'
import { type EventStreamOptions, openEventStream } from './event-stream'
import type { LinkState } from './link-state'

let server: Server | undefined
let close: (() => void) | undefined

afterEach(() => {
  vi.useRealTimers()
  close?.()
  server?.closeAllConnections()
  server?.close()
})

/** Serves each connection with the next of the given behaviours; the last one serves all further connections. */
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

function listening(path: string, more: Partial<EventStreamOptions> = {}) {
  const events: string[] = []
  const states: LinkState['is'][] = []
  close = openEventStream({
    path,
    ...more,
    onEvent: (name, json) => events.push(`${name} ${json}`),
    onState: (state) => states.push(state.is),
  })
  return { events, states }
}

function begin(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

test('passes on events, ignores heartbeats and stops at the end', async () => {
  const path = await serving((response) => {
    begin(response)
    response.write(': \n\nevent: packet\ndata: {"a":')
    response.write('1}\n\n: \n\nevent: end\ndata: {}\n\n')
  })
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['live', 'ended']))
  expect(seen.events).toEqual(['packet {"a":1}'])
})

test('reconnects after a loss, with the id of the last event', async () => {
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

test('becomes stale when the server stays away', async () => {
  const path = await serving((response) => response.writeHead(503).end('{}'))
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['reconnecting', 'reconnecting', 'stale']), 5_000)
})

test.each([204, 404])('does not reconnect after %i', async (status) => {
  const path = await serving((response) => response.writeHead(status).end())
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['ended']))
})

test('does not reconnect after a refusal', async () => {
  const problem = JSON.stringify({ code: 'INVALID_REQUEST', detail: 'from: no time' })
  const path = await serving((response) => response.writeHead(400).end(problem))
  const seen = listening(path)
  await vi.waitFor(() => expect(seen.states).toEqual(['refused']))
})

test('is stale since the server was last heard, even by an earlier stream', async () => {
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

test('reports nothing after it was closed', async () => {
  const path = await serving((response) => begin(response))
  const seen = listening(path)
  close?.()
  await new Promise((resolve) => server?.getConnections(resolve))
  expect(seen.states).toEqual([])
})

describe('something in front of the server', () => {
  const page = '<!doctype html><title>Sign in</title>'

  test.each<[string, (response: ServerResponse) => void]>([
    [
      'a page with status 200',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    ],
    ['text of no type', (response) => response.end('Please sign in')],
    ['JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}')],
    ['401 without a problem', (response) => response.writeHead(401).end(page)],
    ['a page with 403', (response) => response.writeHead(403, { 'content-type': 'text/html' }).end(page)],
    ['the 404 of a proxy', (response) => response.writeHead(404, { 'content-type': 'text/html' }).end(page)],
    ['the login of a network', (response) => response.writeHead(511).end(page)],
  ])('answers with %s: never live, reported as intercepted, and retried slowly', async (_, behave) => {
    let asked = 0
    const path = await serving((response) => {
      asked += 1
      behave(response)
    })
    const seen = listening(path)
    await vi.waitFor(() => expect(seen.states).toEqual(['intercepted']))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect([asked, seen.states, seen.events]).toEqual([1, ['intercepted'], []])
  })

  test('breaks a stream after its first event each time: the back-off grows', async () => {
    let asked = 0
    const path = await serving((response) => {
      asked += 1
      begin(response)
      response.end('event: packet\ndata: 1\n\n')
    })
    listening(path)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(asked).toBeLessThanOrEqual(5)
  })
})

describe('something that holds the stream back', () => {
  const read = async (): Promise<[string, unknown][]> => [['packet', 'read']]

  /** From here on the test controls the clock of the watchdog. */
  function ownClock() {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  }

  test.each<[string, (response: ServerResponse) => void]>([
    ['everything', () => undefined],
    [
      'all but the headers',
      (response) => {
        begin(response)
        response.flushHeaders()
      },
    ],
    [
      'all but the first bytes',
      (response) => {
        begin(response)
        response.write('retry: 2000\n\n')
      },
    ],
  ])('holds back %s: never live, polled and reported within 25 s', async (_, behave) => {
    ownClock()
    const path = await serving(behave)
    const seen = listening(path, { read })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(seen.states).toEqual([])
    vi.advanceTimersByTime(12_000)
    await vi.waitFor(() => expect(seen.states).toEqual(['polling']))
    expect(seen.events).toEqual(['packet "read"'])
  })

  test('lets the beginning pass but no heartbeat: reported within 25 s', async () => {
    ownClock()
    const path = await serving((response) => {
      begin(response)
      response.write('event: packet\ndata: 1\n\n')
    })
    const seen = listening(path, { read })
    await vi.waitFor(() => expect(seen.states).toEqual(['live']))
    vi.advanceTimersByTime(22_000)
    await vi.waitFor(() => expect(seen.states).toEqual(['live', 'polling']))
  })

  test('is not assumed after a single silence of a stream that had flowed', async () => {
    ownClock()
    let stream: ServerResponse | undefined
    const path = await serving((response) => {
      stream = response
      begin(response)
      response.write('event: packet\ndata: 1\n\n')
    })
    const seen = listening(path, { read })
    await vi.waitFor(() => expect(seen.states).toEqual(['live']))
    vi.advanceTimersByTime(8_000)
    stream?.write('event: packet\ndata: 2\n\n')
    await vi.waitFor(() => expect(seen.events).toHaveLength(2))
    vi.advanceTimersByTime(22_000)
    await vi.waitFor(() => expect(seen.states).toEqual(['live', 'reconnecting', 'live']))
  })
})

test('reconnects at once after the machine slept, and blames no proxy', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  const path = await serving((response) => {
    begin(response)
    response.write('event: packet\ndata: 1\n\n')
  })
  const seen = listening(path, { read: async () => [] })
  await vi.waitFor(() => expect(seen.states).toEqual(['live']))
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(seen.states).toEqual(['live', 'reconnecting', 'live']))
})

test('polls when the server has too many live views open', async () => {
  const problem = JSON.stringify({ code: 'TOO_MANY_VIEWERS', detail: '1000 live views are open already.' })
  const path = await serving((response) => response.writeHead(503).end(problem))
  const seen = listening(path, { read: async () => [['packet', 1]] })
  await vi.waitFor(() => expect(seen.states).toEqual(['polling']))
  expect(seen.events).toEqual(['packet 1'])
})

test('only polls when it may keep no connection, and says when that fails', async () => {
  let works = true
  const read = async (): Promise<[string, unknown][]> => {
    if (!works) throw new ClientError('UNANSWERED', 'The server cannot be reached.', null)
    return [['packet', 1]]
  }
  const seen = listening('/nothing-is-opened', { read, readOnly: true })
  await vi.waitFor(() => expect(seen.events.length).toBeGreaterThan(1), 5_000)
  expect(new Set(seen.states)).toEqual(new Set(['live']))
  works = false
  await vi.waitFor(() => expect(seen.states.at(-1)).toBe('stale'), 8_000)
})
