/**
 * One HTTP request to a carrier, or to the callback address. Uses Node's own client, because `fetch` and undici fail on
 * an unsolicited 100 Continue, and because only direct access to the connection tells whether anything was sent.
 */
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { brotliDecompressSync, constants, unzipSync } from 'node:zlib'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import type { ConnectionFailed } from '@/lib/packet/reason'
import { isRefusedHandshake, type Phase, reasonOf } from './failure'
import { inRunningTime } from './running-time'
import { signMessage } from './signature'

export interface Request {
  url: string
  headers: Record<string, string>
  body: string
}

export interface Limits {
  /** Milliseconds until the answer's status must arrive, not counting time in which this process is stalled. */
  limitMs: number
  /** Ends the request earlier. */
  stop?: AbortSignal | undefined
  /** Uses a new connection instead of one kept from an earlier request. */
  fresh?: boolean
  /** The shared connections to carriers by default. */
  connections?: Connections
}

/** Keep-alive connections, and how host names are resolved for them. */
export interface Connections {
  http: http.Agent
  https: https.Agent
  lookup?: LookupFunction
}

export type Outcome =
  | {
      is: 'answered'
      status: number
      /** Milliseconds until the status arrived. */
      latencyMs: number
      headers: IncomingHttpHeaders
      /** The start of the answer's body. */
      text: string
      /** The body was read to its end. */
      isWhole: boolean
      /** Interim statuses before the answer, such as 100. */
      interim: number[]
    }
  | {
      is: 'unanswered'
      reason: ConnectionFailed
      mayHaveArrived: boolean
      isOverLimit: boolean
      /**
       * The request failed on a reused connection, which the other side may have closed just as the request was sent.
       */
      isStale: boolean
    }

/** The status decides. So the body gets little time, and little of it is kept. */
const bodyLimitMs = 500
const keptBytes = 4096
const readBytes = 64 * 1024

/** The share of the limit that connecting may take, so that time is left for the answer or for a second try. */
const connectShare = 0.6
const idleMs = 4_000

const options = {
  method: 'POST',
  // A carrier's answer is only read by Waybill, so a malformed header need not make it unreadable.
  insecureHTTPParser: true,
  maxHeaderSize: 64 * 1024,
} as const

const pooled = { keepAlive: true, timeout: idleMs }
const toCarriers: Connections = { http: new http.Agent(pooled), https: new https.Agent(pooled) }

interface SignedPost {
  url: string
  /** The `webhook-id` of the message. */
  id: string
  /** JSON. */
  body: string
  secret: string
  userAgent: string
  /** W3C context of the trace that the message belongs to. */
  traceparent?: string | undefined
}

/**
 * Signs and posts a message. Each try gets a new signature, because an old timestamp would be refused. Redirects are
 * not followed, because they lead to an address that is not configured.
 */
export function postSigned(
  { url, id, body, secret, userAgent, traceparent }: SignedPost,
  limits: Limits,
): Promise<Outcome> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...(traceparent !== undefined && { traceparent }),
    ...signMessage({ id, at: new Date(), body, secret }),
  }
  return post({ url, headers, body }, limits)
}

/** Posts once. Resolves with an outcome even without an answer. */
export function post(request: Request, limits: Limits): Promise<Outcome> {
  return withinLimit(
    limits.limitMs,
    limits.stop,
    (signal) => exchange(request, signal, limits),
    inRunningTime,
  )
}

async function exchange(
  { url, headers, body }: Request,
  signal: AbortSignal,
  limits: Limits,
): Promise<Outcome> {
  const started = performance.now()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const request = open(new URL(url), { ...headers, ...length }, limits)
  const progress = new Progress(request, limits.limitMs * connectShare)
  const abort = () => request.destroy(signal.reason)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  request.end(body)
  try {
    const response = await answerTo(request)
    const latencyMs = Math.round(performance.now() - started)
    signal.removeEventListener('abort', abort)
    const { statusCode: status = 0, headers: told } = response
    const answered = { is: 'answered', status, latencyMs, headers: told, interim: progress.interim } as const
    return { ...answered, ...(await readStart(request, response)) }
  } catch (error) {
    const status = progress.statusLine()
    if (status === null) return unanswered(error, request, progress, signal)
    const latencyMs = Math.round(performance.now() - started)
    const { interim } = progress
    return { is: 'answered', status, latencyMs, headers: {}, text: '', isWhole: false, interim }
  } finally {
    signal.removeEventListener('abort', abort)
    progress.end()
  }
}

function unanswered(
  error: unknown,
  { reusedSocket }: ClientRequest,
  { phase, heardAnything }: Progress,
  signal: AbortSignal,
): Outcome {
  return {
    is: 'unanswered',
    reason: reasonOf(error, phase),
    mayHaveArrived: phase === 'sent' && !(isRefusedHandshake(error) && !heardAnything),
    isOverLimit: isOverLimit(signal),
    isStale: reusedSocket && !signal.aborted && !heardAnything,
  }
}

function open(
  url: URL,
  headers: Record<string, string>,
  { fresh = false, connections = toCarriers }: Limits,
): ClientRequest {
  const { lookup } = connections
  const asked = { ...options, headers, ...(lookup && { lookup }) }
  if (url.protocol === 'https:') {
    return https.request(url, { ...asked, agent: fresh ? false : connections.https })
  }
  return http.request(url, { ...asked, agent: fresh ? false : connections.http })
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // The other side switched protocols without being asked. The status is its whole answer.
    request.once('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response)
    })
    // Stays registered, because errors can also follow the answer.
    request.on('error', reject)
  })
}

/** Tracks how far a request has come on its connection. */
class Progress {
  phase: Phase = 'looking up'
  readonly interim: number[] = []
  readonly #endConnectLimit: () => void
  #socket: Socket | null = null
  #heard = ''

  constructor(request: ClientRequest, connectMs: number) {
    if (isIP(request.host.replace(/^\[|\]$/g, '')) > 0) this.phase = 'connecting'
    const limit = () => request.destroy(new DOMException('No connection in time.', 'TimeoutError'))
    this.#endConnectLimit = inRunningTime(connectMs, limit)
    request.on('information', ({ statusCode }) => this.interim.push(statusCode))
    request.once('socket', (socket) => this.#follow(socket, request))
  }

  get heardAnything(): boolean {
    return this.#heard !== ''
  }

  /** The last status line that was received, of an answer that is incomplete or cannot be parsed; null without one. */
  statusLine(): number | null {
    const told = [...this.#heard.matchAll(/(?:^|\n)HTTP\/\d(?:\.\d)? ([2-9]\d\d)\b/g)].at(-1)?.[1]
    return told === undefined ? null : Number(told)
  }

  /** Removes its listener from the connection, which later requests may reuse. */
  end(): void {
    this.#endConnectLimit()
    this.#socket?.off('data', this.#listen)
  }

  #follow(socket: Socket, { protocol, reusedSocket }: ClientRequest): void {
    this.#socket = socket
    socket.on('data', this.#listen)
    if (reusedSocket) this.#reach('sent')
    else {
      socket.once('lookup', () => this.#reach('connecting'))
      socket.once('connect', () => this.#reach(protocol === 'https:' ? 'handshake' : 'sent'))
      socket.once('secureConnect', () => this.#reach('sent'))
    }
  }

  #reach(phase: Phase): void {
    this.phase = phase
    if (phase === 'sent') this.#endConnectLimit()
  }

  readonly #listen = (chunk: Buffer): void => {
    if (this.#heard.length < keptBytes) this.#heard += chunk.toString('latin1', 0, keptBytes)
  }
}

/** Reads the start of the body. The connection is reused only if the body ended in time. */
async function readStart(
  request: ClientRequest,
  response: IncomingMessage,
): Promise<{ text: string; isWhole: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  const isWhole = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), bodyLimitMs)
    const settle = (isWhole: boolean) => {
      clearTimeout(limit)
      resolve(isWhole)
    }
    response.on('data', (chunk: Buffer) => {
      if (bytes < keptBytes) chunks.push(chunk)
      bytes += chunk.length
      if (bytes > readBytes) settle(false)
    })
    response.once('end', () => settle(response.complete))
    response.once('close', () => settle(response.complete))
    response.on('error', () => settle(false))
  })
  if (!isWhole || !request.writableFinished) request.destroy()
  const start = Buffer.concat(chunks).subarray(0, keptBytes)
  return { text: decoded(start, response.headers['content-encoding']), isWhole }
}

/**
 * Decompresses a body. Compression is not requested, but some carriers use it anyway. If it fails, the text is empty.
 */
function decoded(body: Buffer, encoding: string | undefined): string {
  const most = { maxOutputLength: readBytes }
  try {
    switch (encoding?.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
      case 'deflate':
        return unzipSync(body, { ...most, finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
      case 'br':
        return brotliDecompressSync(body, {
          ...most,
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
        }).toString('utf8')
      default:
        return body.toString('utf8')
    }
  } catch {
    return ''
  }
}
