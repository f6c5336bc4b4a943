/**
 * A worker's look-up at a routing service over HTTP: whatever the service answers, the look-up ends in time, with a
 * sentence.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import type { RouteAnswer, RouteQuestion } from '@/lib/contract/workflows'
import { applyChange } from '@/lib/directory/apply-change'
import type { Change } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { contextFor } from '../test-support/activity-context'
import type { ActivityContext } from './context'
import { createGetRoute, createGetRouteFromService } from './get-route'

const servers: (Server | TcpServer)[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

async function listen(server: Server | TcpServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/routing`
}

type Answer = (response: ServerResponse, question: unknown, request: IncomingMessage) => void

/** A routing service for one test; it records what it was asked. */
async function serviceThat(answer: Answer): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const question: unknown = JSON.parse(body)
    asked.push(question)
    answer(response, question, request)
  })
  return { url: await listen(server), asked }
}

const saying = (body: string, status = 200) => serviceThat((response) => response.writeHead(status).end(body))
const naming = (provider: string | null) => saying(JSON.stringify({ provider }))

const names = ['RouteA', 'RouteB', 'RouteC']
const question = { packetId: 'p-1', destination: '+4930', tried: ['RouteC'] }

function contextWith(
  url: string | null,
  directory: DirectoryState = untouched,
  providers: ConfiguredProvider[] = names.map((name) => configuredProvider(name)),
) {
  const routingService = url === null ? null : { url, fallback: 'built-in' as const }
  const own = { providers, directory: { current: async () => directory }, routingService }
  return { ...contextFor('http://127.0.0.1:9/'), ...own }
}

/** @throws Error with the message of the failed look-up */
async function lookUp(url: string, directory?: DirectoryState): Promise<RouteAnswer | undefined> {
  const [told] = await createGetRouteFromService(contextWith(url, directory))([question])
  if (told !== undefined && 'error' in told) throw new Error(told.error)
  return told?.answer
}

const byRules = async (context: ActivityContext, asked: RouteQuestion = question) =>
  (await createGetRoute(context)([asked]))[0]

const having = (...changes: Change[]) =>
  changes.reduce((state, change) => applyChange(state, change, Date.now(), 'maintenance'), untouched)

describe('the question to the routing service', () => {
  it('holds the packet, who had it, and who may be handed it now, in routing order', async () => {
    const directory = having({ do: 'reorder', order: ['RouteC', 'RouteB', 'RouteA'] })
    const { url, asked } = await naming('RouteA')
    expect(await lookUp(url, directory)).toMatchObject({ provider: 'RouteA', choice: { by: 'service' } })
    expect(asked).toEqual([{ ...question, candidates: ['RouteB', 'RouteA'] }])
  })

  it('is not asked while the answer would not be used', async () => {
    const { url, asked } = await naming('RouteA')
    expect(await byRules(contextWith(url, having({ do: 'pause' })))).toEqual({
      wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } },
    })
    const drained = names.map((provider): Change => ({ do: 'drain', provider }))
    expect(await byRules(contextWith(url, having(...drained)))).toMatchObject({
      wait: { why: 'unavailable' },
    })
    expect(await lookUp(url, having(...drained))).toMatchObject({ wait: { why: 'unavailable' } })
    expect(await byRules(contextWith(url), { ...question, tried: names })).toBeNull()
    expect(asked).toEqual([])
  })

  it('leaves out drained providers, and the packet records why they were skipped', async () => {
    const { url, asked } = await naming('RouteB')
    const route = await lookUp(url, having({ do: 'drain', provider: 'RouteA' }))
    expect(asked).toEqual([{ ...question, candidates: ['RouteB'] }])
    expect(route).toMatchObject({ choice: { skipped: [{ provider: 'RouteA', why: 'drained' }] } })
  })
})

describe('the choice', () => {
  it("is the service's where there is one, and that of the built-in rules once it has failed", async () => {
    const context = contextWith('http://127.0.0.1:9/routing')
    expect(await byRules(context)).toEqual({ ask: 'service', fallback: 'built-in' })
    const instead = await byRules(context, { ...question, serviceFailed: true })
    expect(instead).toMatchObject({ provider: 'RouteA', choice: { by: 'fallback' } })
  })

  it('is that of the built-in rules where there is no service', async () => {
    const route = await byRules(contextWith(null))
    expect(route).toMatchObject({ provider: 'RouteA', choice: { by: 'order' } })
  })
})

describe('an answer that names no candidate', () => {
  it('ends the packet when no other provider is left', async () => {
    expect(await lookUp((await naming(null)).url)).toBeNull()
  })

  it('makes the packet wait for a provider that may be used later', async () => {
    expect(await lookUp((await naming(null)).url, having({ do: 'drain', provider: 'RouteA' }))).toEqual({
      wait: { why: 'unavailable', drained: ['RouteA'], broken: [] },
    })
  })
})

const shape = /^the routing service's answer is not \{"provider": "<name>"\} or \{"provider": null\}$/
const noJson = /^the routing service's answer is not JSON$/

describe('a bad answer is a failed look-up', () => {
  it.each([
    ['{"provider":"RouteZ"}', /^the routing service named "RouteZ", which is none of the candidates$/],
    ['{"provider":"RouteC"}', /^the routing service named "RouteC", which is none of the candidates$/],
    ['{"provider":7}', shape],
    ['{"provider":""}', shape],
    [`{"provider":"${'x'.repeat(65)}"}`, shape],
    ['{"providers":["RouteA"]}', shape],
    ['{}', shape],
    ['null', shape],
    ['["RouteA"]', shape],
    ['"RouteA"', shape],
    ['RouteA', noJson],
    ['', noJson],
    ['<html>', noJson],
    ['{"provider":"RouteA"', noJson],
    [' '.repeat(5_000), /^the routing service's answer is over 4096 bytes$/],
  ])('%s', async (body, sentence) => {
    await expect(lookUp((await saying(body)).url)).rejects.toThrow(sentence)
  })

  it('that is not UTF-8', async () => {
    const { url } = await serviceThat((response) => response.end(Buffer.from([0x22, 0xff, 0x22])))
    await expect(lookUp(url)).rejects.toThrow(noJson)
  })

  it.each([400, 404, 429, 500, 503])('with status %i', async (status) => {
    const { url } = await saying('{"provider":"RouteA"}', status)
    await expect(lookUp(url)).rejects.toThrow(`the routing service answered ${status}`)
  })

  it('that is a redirect, which is not followed', async () => {
    const elsewhere = await naming('RouteA')
    const { url } = await serviceThat((response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    )
    await expect(lookUp(url)).rejects.toThrow(
      'the routing service answered 307, a redirect, which is not followed',
    )
    expect(elsewhere.asked).toEqual([])
  })
})

describe('a bad connection is a failed look-up', () => {
  const disconnect = /^IO Error: network disconnect$/

  it('broken off before an answer', async () => {
    const { url } = await serviceThat((_, __, request) => request.socket.destroy())
    await expect(lookUp(url)).rejects.toThrow(disconnect)
  })

  it('broken off in the middle of an answer', async () => {
    const { url } = await serviceThat((response, _, request) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"provider":', () => request.socket.destroy())
    })
    await expect(lookUp(url)).rejects.toThrow(disconnect)
  })

  it('reset', async () => {
    const { url } = await serviceThat((_, __, request) => request.socket.resetAndDestroy())
    await expect(lookUp(url)).rejects.toThrow(disconnect)
  })

  it('refused', async () => {
    const { url } = await naming('RouteA')
    await new Promise((done) => servers.pop()?.close(done))
    await expect(lookUp(url)).rejects.toThrow('the routing service could not be asked: connection refused')
  })

  it('of something that does not speak HTTP', async () => {
    const url = await listen(
      createTcpServer((socket) => socket.end('220 mail ready\r\n', () => socket.destroy())),
    )
    await expect(lookUp(url)).rejects.toThrow(
      /^the routing service could not be asked: its answer is not valid HTTP/,
    )
  })
})

describe('an answer that takes too long is a failed look-up', () => {
  const late = 'the routing service gave no answer within 2 s'
  const soon = { timeout: 4_000 }

  it('when nothing comes', soon, async () => {
    await expect(lookUp((await serviceThat(() => undefined)).url)).rejects.toThrow(late)
  })

  it('when it never ends', soon, async () => {
    const { url } = await serviceThat((response) => void response.writeHead(200).write(' '))
    await expect(lookUp(url)).rejects.toThrow(late)
  })

  it('when it drips', soon, async () => {
    const { url } = await serviceThat(async (response) => {
      while (response.writable) {
        response.write(' ')
        await pause(100)
      }
    })
    await expect(lookUp(url)).rejects.toThrow(late)
  })

  it('but not before', soon, async () => {
    const { url } = await serviceThat(async (response) => {
      response.writeHead(200).flushHeaders()
      await pause(1_000)
      response.end('{"provider":"RouteB"}')
    })
    expect(await lookUp(url)).toMatchObject({ provider: 'RouteB' })
  })
})
