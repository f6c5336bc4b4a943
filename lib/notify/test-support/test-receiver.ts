/** A receiver of notifications over real HTTP, whose answers a test sets. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyMessage } from '@/lib/carrier/signature'

export interface Received {
  id: string
  /** Path of the request. */
  path: string
  body: string
  /** `type` in the body. */
  type: string
  packetId: string | undefined
  /** Whether one of these secrets has signed the message. */
  isSignedWith: (...secrets: string[]) => boolean
  request: IncomingMessage
}

type Answer = (response: ServerResponse, received: Received) => unknown

export class TestReceiver {
  readonly received: Received[] = []
  readonly #server: Server
  /** Answers 204 unless a test sets something else. */
  answer: Answer = (response) => response.writeHead(204).end()

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const received = receivedOf(request, Buffer.concat(chunks).toString())
      this.received.push(received)
      this.answer(response, received)
    })
  }

  static async start(): Promise<TestReceiver> {
    const receiver = new TestReceiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get url(): string {
    return `${this.origin}/hooks`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function receivedOf(request: IncomingMessage, body: string): Received {
  const header = (name: string) => request.headers[name]?.toString() ?? null
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  }
  const { type, data } = JSON.parse(body)
  return {
    id: headers.id ?? '',
    path: request.url ?? '',
    body,
    type,
    packetId: data?.packet?.id,
    isSignedWith: (...secrets) => verifyMessage({ headers, body, secrets }).ok,
    request,
  }
}

export function answerWith(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end()
}
