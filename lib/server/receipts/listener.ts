/**
 * Carriers' receipts, taken by Node's own server ahead of the framework, which costs more for each request than the
 * whole receipt does.
 */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiPaths } from '@/lib/contract/paths'
import { readIncoming } from '@/lib/server/http/incoming-body'
import { isStopping } from '@/lib/server/stopping'
import { everywhere, ofApi } from '@/security-headers'
import { answerReceipt, type Reply } from './answer'
import type { ReceiptCall } from './check'

export function isForReceipts(request: IncomingMessage): boolean {
  const { url = '' } = request
  return url === apiPaths.receipts || url.startsWith(`${apiPaths.receipts}?`)
}

/** Never rejects. */
export async function takeRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  send(response, await answerReceipt(callOf(request)))
}

function callOf(request: IncomingMessage): ReceiptCall {
  const { method = 'GET', url = '', headers } = request
  return {
    method,
    url: `http://${headers.host ?? 'localhost'}${url}`,
    headers: { get: (name) => headerText(headers[name]) },
    remote: request.socket.remoteAddress ?? null,
    body: (maxBytes) => readIncoming(request, maxBytes),
  }
}

function headerText(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  return typeof header === 'string' ? header : header.join(', ')
}

const always: Record<string, string> = Object.fromEntries(
  [...everywhere, ...ofApi, { key: 'Cache-Control', value: 'no-store, no-transform' }].map(
    ({ key, value }) => [key, value],
  ),
)

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const length = body === null ? {} : { 'Content-Length': Buffer.byteLength(body) }
  const connection = isStopping() ? { Connection: 'close' } : {}
  response.writeHead(status, { ...always, ...headers, ...length, ...connection })
  response.end(body ?? undefined)
}
