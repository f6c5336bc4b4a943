/** Receives receipts in tests: a real HTTP server that records what arrives and answers as the test says. */
import { EventEmitter, on, once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyMessage } from '@/lib/carrier/signature'

export interface ArrivedReceipt {
  webhookId: string
  timestamp: number
  body: string
  /** Milliseconds since the epoch. */
  at: number
  isSignedWith: (secret: string) => boolean
}

export interface Intake {
  /** The callback address to hand over. */
  url: string
  arrived: ArrivedReceipt[]
  /** Resolves once at least this many have arrived in total. */
  atLeast: (count: number) => Promise<ArrivedReceipt[]>
  close: () => Promise<void>
}

/** `answer` returns the status for the n-th receipt, counted from 1. */
export async function startIntake(answer: (count: number) => number = () => 200, port = 0): Promise<Intake> {
  const arrived: ArrivedReceipt[] = []
  const arrivals = new EventEmitter()
  const server = createServer(async (request, response) => {
    arrived.push(await readReceipt(request))
    response.writeHead(answer(arrived.length), { 'content-type': 'application/json' }).end('{}')
    arrivals.emit('receipt')
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}/api/callbacks/transmit`,
    arrived,
    atLeast: async (count) => {
      const events = on(arrivals, 'receipt')
      while (arrived.length < count) await events.next()
      await events.return?.()
      return arrived
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readReceipt(request: IncomingMessage): Promise<ArrivedReceipt> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const header = (name: string) => String(request.headers[name])
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  }
  return {
    webhookId: headers.id,
    timestamp: Number(headers.timestamp),
    body,
    at: Date.now(),
    isSignedWith: (secret) => verifyMessage({ headers, body, secrets: [secret] }).ok,
  }
}
