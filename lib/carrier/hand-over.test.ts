import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HandOverMessage } from '@/lib/contract/carrier'
import { handOver } from './hand-over'
import { verifyMessage } from './signature'

let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

async function listen(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

const secret = `whsec_${randomBytes(32).toString('base64')}`

const message: HandOverMessage = {
  packetId: 'p-1',
  attempt: 1,
  source: '+017771110000',
  destination: '+016660002222',
  contents: Buffer.from('meet me at noon').toString('base64'),
  callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
  token: 'sealed-token-of-this-attempt',
  deadline: '2026-01-01T00:00:10.000Z',
}

function hand(url: string, limitMs = 2_000) {
  return handOver({ url, secret }, 'run-1.1', message, { limitMs })
}

describe('a hand-over', () => {
  it('is signed, has the id of its attempt and carries the packet', async () => {
    let seen: unknown
    const url = await listen((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const header = (name: string) => request.headers[name]?.toString() ?? null
        const headers = {
          id: header('webhook-id'),
          timestamp: header('webhook-timestamp'),
          signature: header('webhook-signature'),
        }
        seen = { verified: verifyMessage({ headers, body, secrets: [secret] }), body: JSON.parse(body) }
        response.writeHead(202).end('queued')
      })
    })
    const result = await hand(url)
    expect(result).toMatchObject({ answer: { kind: 'accepted', status: 202 }, excerpt: 'queued' })
    expect(seen).toMatchObject({ verified: { ok: true, webhookId: 'run-1.1' }, body: message })
  })

  it.each([
    [400, 'rejected', 'REJECTED'],
    [302, 'rejected', 'REJECTED'],
    [429, 'unreachable', 'ERROR_STATUS'],
    [503, 'unreachable', 'ERROR_STATUS'],
  ])('answered with %i counts as %s', async (status, kind, code) => {
    const url = await listen((_, response) => response.writeHead(status).end())
    expect((await hand(url)).answer).toMatchObject({ kind, status, reason: { code, status } })
  })

  it.each([
    [502, true],
    [503, false],
    [504, true],
  ])('answered with %i may have arrived: %s', async (status, mayHaveArrived) => {
    const url = await listen((_, response) => response.writeHead(status).end())
    expect((await hand(url)).answer).toMatchObject({ mayHaveArrived })
  })

  it('to a closed port never arrived', async () => {
    const url = await listen(() => undefined)
    await new Promise((resolve) => server?.close(resolve))
    expect((await hand(url)).answer).toMatchObject({
      kind: 'unreachable',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived: false,
    })
  })

  it('whose connection breaks may have arrived', async () => {
    const url = await listen((request) => request.socket.destroy())
    expect((await hand(url)).answer).toMatchObject({
      reason: { code: 'CONNECTION_BROKEN' },
      mayHaveArrived: true,
    })
  })

  it('without an answer in time may have arrived', async () => {
    const url = await listen(() => undefined)
    expect((await hand(url, 100)).answer).toMatchObject({
      reason: { code: 'ANSWER_TIMEOUT' },
      mayHaveArrived: true,
    })
  })

  it('keeps neither token nor contents that the provider echoes', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200).end(`got meet me at noon with ${message.token} and ${message.contents}`)
    })
    expect((await hand(url)).excerpt).toBe('got [removed]')
  })

  it('reads no more than the start of an endless answer', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200)
      const endless = () => response.write('words '.repeat(2000), endless)
      endless()
    })
    const { excerpt } = await hand(url)
    expect(excerpt.length).toBeLessThanOrEqual(200)
  })
})
