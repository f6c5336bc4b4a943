/** A carrier that a test controls: it answers hand-overs as it is told to, and its receipts are sent by the test. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { z } from 'zod'
import { signMessage } from '@/lib/carrier/signature'
import { type HandOverMessage, handOverMessage, type receiptMessage } from '@/lib/contract/carrier'
import { callApi } from './call-api'

export interface HandOver extends HandOverMessage {
  /** The provider that the packet was handed to. */
  provider: string
}

export class TestCarrier {
  /** All hand-overs, in the order of arrival. */
  readonly handOvers: HandOver[] = []
  #status = 202
  #then: (handOver: HandOver) => void = () => undefined
  readonly #waiting = new Set<() => void>()
  readonly #server: Server
  url = ''

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const message = handOverMessage.parse(JSON.parse(Buffer.concat(chunks).toString()))
      const handOver = { ...message, provider: request.url?.slice(1) ?? '' }
      this.handOvers.push(handOver)
      response.writeHead(this.#status).end()
      for (const wake of this.#waiting) wake()
      this.#then(handOver)
    })
  }

  static async start(): Promise<TestCarrier> {
    const carrier = new TestCarrier()
    await new Promise<void>((resolve) => carrier.#server.listen(0, '127.0.0.1', resolve))
    carrier.url = `http://127.0.0.1:${(carrier.#server.address() as AddressInfo).port}/`
    return carrier
  }

  /** The hand-over of this attempt, as soon as it has come. */
  async handOver(packetId: string, attempt = 1): Promise<HandOver> {
    for (;;) {
      const found = this.handOvers.find((each) => each.packetId === packetId && each.attempt === attempt)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }

  /** Sets the status of all further answers. */
  answerWith(status: number): void {
    this.#status = status
  }

  /** Sets what runs after each further hand-over has been answered. */
  afterEach(then: (handOver: HandOver) => void): void {
    this.#then = then
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

export interface ReceiptOptions {
  at?: Date
  webhookId?: string
  headers?: Record<string, string>
}

/** Signs a receipt and sends it to the callback route. */
export function sendReceipt(
  message: z.input<typeof receiptMessage>,
  secret: string,
  options: ReceiptOptions = {},
): Promise<Response> {
  const body = JSON.stringify(message)
  const { at = new Date(), webhookId = randomUUID(), headers } = options
  return callApi('/api/callbacks/transmit', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signMessage({ id: webhookId, at, body, secret }),
      ...headers,
    },
    body,
  })
}
