/** A minimal stand-in for the web process: real HTTP, real packets, and any fault that the command line may meet. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { apiPath } from '@/lib/contract/paths'
import { type ProblemCode, problems } from '@/lib/contract/problem'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'

export interface Asked {
  method: string
  path: string
  key: string | undefined
  body: unknown
}

/** Returns true when it has handled the request itself. */
export type Fault = (asked: Asked, response: ServerResponse) => boolean

const t0 = Date.parse('2026-01-01T12:00:00Z')

export const story = {
  handedOver: [
    { type: 'routeChosen', at: t0 + 5, provider: 'RouteA', receiptTimeoutMs: 10_000, settlingMs: 0 },
  ],
  delivered: [
    { type: 'routeChosen', at: t0 + 5, provider: 'RouteA', receiptTimeoutMs: 10_000, settlingMs: 0 },
    {
      type: 'receiptArrived',
      at: t0 + 2400,
      receivedAt: t0 + 2400,
      attempt: 1,
      delivered: true,
      reason: null,
    },
  ],
  noRoute: [{ type: 'noRouteLeft', at: t0 + 5 }],
  canceled: [
    { type: 'canceled', at: t0 + 5, why: { code: 'CANCELED_BY_OPERATOR', words: 'a mistake', who: null } },
  ],
} as const satisfies Record<string, LedgerEvent[]>

/** The packet as it is after these events. */
export function packetAfter(id: string, events: readonly LedgerEvent[]): Packet {
  const ledger = events.reduce(apply, openLedger(t0, 4))
  const names = { id, source: '+017771110000', destination: '+016660002222' }
  return toPacket(ledger, { ...names, workflowId: `packet-${id}`, runId: 'r1', createdAt: t0, now: 0 })
}

export function refuse(response: ServerResponse, code: ProblemCode, detail: string): true {
  const { status, title } = problems[code]
  response.writeHead(status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify({ type: 'about:blank', title, status, code, detail }))
  return true
}

export class StandIn {
  readonly asked: Asked[] = []
  /** Ids by idempotency key. */
  readonly accepted = new Map<string, string>()
  /** The events that every packet has had. */
  events: readonly LedgerEvent[] = []
  fault: Fault = () => false
  underWay = 0
  mostAtOnce = 0
  #port = 0
  #server: Server | null = null
  readonly #streams = new Map<ServerResponse, string>()

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens on a free port the first time, and on the same one after a stop. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#handle(request, response))
    this.#server = server
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(this.#port, '127.0.0.1', done)
    })
    const address = server.address()
    if (address && typeof address === 'object') this.#port = address.port
  }

  /** Stops like a crash: every connection breaks. */
  async stop(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#streams.clear()
    const closed = new Promise((done) => server.close(done))
    server.closeAllConnections()
    await closed
  }

  /** Applies these events to all packets and sends the result to all open streams. */
  tell(events: readonly LedgerEvent[]): void {
    this.events = events
    for (const [response, id] of this.#streams) this.#send(response, id)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay)
    const body = await text(request)
    this.underWay -= 1
    const key = request.headers['idempotency-key']
    const asked: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      key: typeof key === 'string' ? key : undefined,
      body: body === '' ? null : JSON.parse(body),
    }
    this.asked.push(asked)
    if (!this.fault(asked, response)) this.#answer(asked, response)
  }

  #answer({ method, path, key = '', body }: Asked, response: ServerResponse): void {
    const [, stream, id = '', action] =
      /^\/api\/(events\/)?packets\/([^/]+)(\/actions\/[a-z-]+)?$/.exec(path) ?? []
    if (method === 'POST' && path === apiPath('/api/packets')) {
      const repeat = this.accepted.has(key)
      json(response, repeat ? 200 : 202, packetAfter(this.accept(key, body), this.events))
    } else if (path.endsWith('/actions/send-again')) {
      json(response, 202, packetAfter(this.accept(key, body), this.events))
    } else if (action !== undefined) json(response, 200, packetAfter(id, story.canceled))
    else if (stream === undefined) json(response, 200, packetAfter(id, this.events))
    else {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      this.#streams.set(response, id)
      this.#send(response, id)
    }
  }

  /** Accepts a packet once per key. Its id is the one in the body, or a generated one. */
  accept(key: string, body: unknown): string {
    const named = typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : null
    const id = this.accepted.get(key) ?? named ?? `p${this.accepted.size + 1}`
    this.accepted.set(key, id)
    return id
  }

  #send(response: ServerResponse, id: string): void {
    const packet = packetAfter(id, this.events)
    response.write(`event: packet\ndata: ${JSON.stringify(packet)}\n\n`)
    if (!hasEnded(packet.status)) return
    response.end('event: end\ndata: {}\n\n')
    this.#streams.delete(response)
  }
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
