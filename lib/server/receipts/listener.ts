/**
 * Takes carriers' receipts in Node's own server, ahead of the framework, whose overhead for a request exceeds the
 * whole processing of a receipt.
 */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiPath } from '@/lib/contract/paths'
import { isDecodable, pathOf } from '@/lib/server/http/address'
import { readIncoming } from '@/lib/server/http/request'
import { isStopping } from '@/lib/server/process'
import { ofApi } from '@/security-headers'
import { answerReceipt, type Reply } from './answer'
import type { ReceiptCall } from './check'

/** Accepts doubled slashes and a trailing slash, as they occur in addresses that were assembled from parts. */
function isRightAddress(path: string): boolean {
  return path.replace(/\/{2,}/g, '/').replace(/\/$/, '') === apiPath('/api/callbacks/transmit')
}

const nearby = /^[/\\]*([^/\\]+[/\\]+)?(api[/\\]+)?callbacks?([/\\]|$)/i
const onlyReads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** True for a misdirected receipt: it is signed like one, or was posted to a similar address. */
function isMissed({ method = 'GET', headers }: IncomingMessage, path: string): boolean {
  if (headers['webhook-signature'] !== undefined || headers['webhook-id'] !== undefined) return true
  const meant = isDecodable(path) ? decodeURIComponent(path) : path
  return nearby.test(meant) && !onlyReads.has(method)
}

/** True for requests of carriers. Misdirected receipts are handled here too, so that they are counted and shown. */
export function isForReceipts(request: IncomingMessage): boolean {
  const path = pathOf(request)
  return isRightAddress(path) || isMissed(request, path)
}

/** Never rejects. */
export async function takeRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  send(response, await answerReceipt(callOf(request)))
}

function callOf(request: IncomingMessage): ReceiptCall {
  const { method = 'GET', url = '', headers } = request
  const path = pathOf(request)
  return {
    method,
    ...(!isRightAddress(path) && { missedPath: path }),
    url: `http://${headers.host ?? 'localhost'}${url}`,
    headers: { get: (name) => headerText(headers[name]) },
    connection: request.socket,
    remote: request.socket.remoteAddress ?? null,
    body: (maxBytes) => readIncoming(request, maxBytes),
  }
}

function headerText(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  return typeof header === 'string' ? header : header.join(', ')
}

const always: Record<string, string> = Object.fromEntries(
  [...ofApi, { key: 'Cache-Control', value: 'no-store, no-transform' }].map(({ key, value }) => [key, value]),
)

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const length = body === null ? {} : { 'Content-Length': Buffer.byteLength(body) }
  const connection = isStopping() ? { Connection: 'close' } : {}
  response.writeHead(status, { ...always, ...headers, ...length, ...connection })
  response.end(body ?? undefined)
}
