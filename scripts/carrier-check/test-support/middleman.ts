/** The example carrier behind a proxy that can alter every message in both directions. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { createCarrier, type Provider } from '@/examples/carrier/carrier'
import { secretOf } from '@/simulator/test-support/rig'

export interface Incoming {
  path: string
  id: string
  /** Seconds since the epoch. */
  timestamp: number
  body: string
  /** Whether it is signed with one of the carrier's secrets, regardless of its age. */
  genuine: boolean
}

export interface Outgoing {
  headers: Record<string, string>
  body: string
}

export type Answer = { status: number; body: string }

export interface Faults {
  /** What to pass to the carrier in place of the request, or an answer to give instead of asking the carrier. */
  incoming?: (message: Incoming) => Incoming | Answer | Promise<Incoming | Answer>
  /** What to send in place of a receipt; null to keep it back. */
  outgoing?: (receipt: Outgoing) => Outgoing | null
  /** Where to send a receipt in place of its callback address. */
  address?: (callbackUrl: string) => string
  /** What to answer in place of the carrier's answer. */
  answered?: (answer: Answer, message: Incoming) => Answer | Promise<Answer>
  /** Writes the answer to a hand-over. */
  send?: (response: ServerResponse, answer: Answer) => void
  /** The status that the carrier gets for its receipt in place of ours; null is a broken connection. */
  heard?: (status: number | null) => number | null
  secrets?: string[]
  provider?: Provider
}

export const secrets = {
  handOver: secretOf('carrier', 'hand-over'),
  second: secretOf('second', 'hand-over'),
  receipt: secretOf('carrier', 'receipt'),
}

const honest: Provider = {
  deliver: async ({ packetId, attempt }) => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    return { delivered: true, providerReference: `${packetId} ${attempt} ${Math.random()}` }
  },
  stop: async () => false,
}

export class Middleman {
  readonly #server: Server
  readonly #closing = new AbortController()
  readonly #carrier: ReturnType<typeof createCarrier>
  #url = ''

  private constructor(readonly faults: Faults) {
    this.#carrier = createCarrier({
      handOverSecrets: this.secrets,
      receiptSecret: secrets.receipt,
      provider: faults.provider ?? honest,
      closing: this.#closing.signal,
    })
    this.#server = createServer((request, response) => void this.#handle(request, response))
  }

  static async start(faults: Faults = {}): Promise<Middleman> {
    const it = new Middleman(faults)
    it.#server.listen(0, '127.0.0.1')
    await once(it.#server, 'listening')
    const address = it.#server.address()
    it.#url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    return it
  }

  get url(): string {
    return `${this.#url}/`
  }

  get secrets(): string[] {
    return this.faults.secrets ?? [secrets.handOver, secrets.second]
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, it]) => [name, `${it}`]))
    const path = request.url ?? '/'
    if (path.startsWith('/out/')) return this.#sendOut(path, { headers, body }, response)
    const came = this.#read(path, headers, body)
    const changed = (await this.faults.incoming?.(came)) ?? came
    const answer = 'status' in changed ? changed : await this.#ask(changed, headers)
    const { status, body: text } = (await this.faults.answered?.(answer, came)) ?? answer
    if (this.faults.send && path === '/') return this.faults.send(response, { status, body: text })
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }

  #read(path: string, headers: Record<string, string>, body: string): Incoming {
    const id = headers['webhook-id'] ?? ''
    const timestamp = Number(headers['webhook-timestamp'])
    const isMadeWith = (secret: string) =>
      new Webhook(secret).sign(id, new Date(timestamp * 1000), body) === headers['webhook-signature']
    return { path, id, timestamp, body, genuine: this.secrets.some(isMadeWith) }
  }

  /** Points the callback address at this proxy, so the message is signed again if its signature was genuine. */
  async #ask(message: Incoming, came: Record<string, string>): Promise<Answer> {
    const { path, id, timestamp, genuine } = message
    const body = message.body.replace(/"callbackUrl":"([^"]+)"/, (_, url: string) => {
      return `"callbackUrl":"${this.#url}/out/${encodeURIComponent(url)}"`
    })
    const signature = new Webhook(this.secrets[0] ?? '').sign(id, new Date(timestamp * 1000), body)
    const signed = {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    }
    const headers = { 'content-type': 'application/json', ...(genuine ? signed : pick(came)) }
    const response = await this.#carrier.request(path, { method: 'POST', headers, body })
    return { status: response.status, body: await response.text() }
  }

  async #sendOut(path: string, receipt: Outgoing, response: ServerResponse): Promise<void> {
    const { outgoing = (same: Outgoing) => same, heard = (same: number | null) => same } = this.faults
    const { address = (same: string) => same } = this.faults
    const changed = outgoing(receipt)
    const url = address(decodeURIComponent(path.slice('/out/'.length)))
    const status = changed === null ? 200 : await post(url, changed)
    const told = heard(status)
    if (told === null) return void response.socket?.destroy()
    response.writeHead(told).end()
  }
}

function pick(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('webhook-')))
}

/** The answer's status; null when the connection broke. */
async function post(url: string, { headers, body }: Outgoing): Promise<number | null> {
  const sent = { ...pick(headers), 'content-type': headers['content-type'] ?? '' }
  const answer = await fetch(url, { method: 'POST', headers: sent, body }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.status ?? null
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
