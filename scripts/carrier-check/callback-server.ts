/** Plays Waybill's callback route: keeps the receipts that arrive and answers as the check wants. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { maxReceiptBytes } from '@/lib/contract/carrier'
import { apiPath } from '@/lib/contract/paths'
import { Problem } from '../console/problem'
import { type Arrival, Mailbox, type Replying } from './mailbox'

export interface CallbackPlace {
  /** The address to listen on; port 0 takes any free port. */
  host: string
  port: number
  /** The address that the carrier uses, without a trailing slash; null when it is the address listened on. */
  url: string | null
}

/** Bodies up to this size are read and answered; beyond it the connection is cut. */
const mostBytes = 8 * 1024 * 1024

export class CallbackServer {
  readonly #boxes = new Map<string, Mailbox>()
  readonly #server: Server
  readonly #signal: AbortSignal
  #url = ''

  private constructor(signal: AbortSignal) {
    this.#signal = signal
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.requestTimeout = 10_000
    this.#server.maxConnections = 200
  }

  /**
   * @param signal ends every wait for a receipt
   * @throws Problem when it cannot listen on this address
   */
  static async start({ host, port, url }: CallbackPlace, signal: AbortSignal): Promise<CallbackServer> {
    const it = new CallbackServer(signal)
    it.#server.listen(port, host)
    await once(it.#server, 'listening').catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Problem(`No receipts can be taken on ${host}, port ${port}: ${reason}.`)
    })
    const address = it.#server.address()
    const taken = typeof address === 'object' && address !== null ? address.port : port
    it.#url = `${url ?? `http://${host.includes(':') ? `[${host}]` : host}:${taken}`}${apiPath('/api/callbacks/transmit')}`
    return it
  }

  /** Opens a mailbox with an address of its own. */
  open(replying: Replying): Mailbox {
    const name = String(this.#boxes.size + 1)
    const box = new Mailbox(`${this.#url}/${name}`, replying, this.#signal)
    this.#boxes.set(name, box)
    return box
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /**
   * Finds the mailbox as Waybill would: ignores extra slashes and a query. Any other path is noted in all mailboxes.
   */
  #boxAt(url: string): Mailbox | undefined {
    const [path = ''] = url.split('?')
    const place = new URL(this.#url).pathname
    const named = path.replace(/\/{2,}/g, '/').replace(/\/$/, '')
    const box = named.startsWith(`${place}/`) ? this.#boxes.get(named.slice(place.length + 1)) : undefined
    if (box === undefined) for (const each of this.#boxes.values()) each.missed(path)
    return box
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const box = this.#boxAt(request.url ?? '')
    if (box === undefined) return void response.writeHead(404).end()
    const arrival = await readArrival(request).catch(() => null)
    if (arrival === null) return void request.socket.destroy()
    const reply = box.take(arrival)
    if (reply === 'break') return void request.socket.destroy()
    const body = reply < 300 ? { result: 'recorded' } : { status: reply, detail: 'Answered so for a check.' }
    response.writeHead(reply, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

async function readArrival(request: IncomingMessage): Promise<Arrival> {
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : null
  }
  return {
    at: Date.now(),
    method: request.method ?? '',
    contentType: header('content-type'),
    contentEncoding: header('content-encoding'),
    webhookId: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    ...(await readBody(request)),
  }
}

async function readBody(request: IncomingMessage): Promise<Pick<Arrival, 'body' | 'fault'>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error('This is no receipt.')
    if (bytes <= maxReceiptBytes) chunks.push(chunk)
  }
  if (bytes > maxReceiptBytes) return { body: null, fault: `is over ${maxReceiptBytes / 1024} KiB` }
  try {
    return { body: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)), fault: null }
  } catch {
    return { body: null, fault: 'is not UTF-8' }
  }
}
