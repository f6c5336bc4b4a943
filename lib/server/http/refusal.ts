/** Problems told by Node's own server, ahead of the framework. The body of what is refused is not read. */
import 'server-only'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { ApiError } from '@/lib/server/api-error'
import { everywhere, ofApi } from '@/security-headers'

export function refuse(error: ApiError, request: IncomingMessage, response: ServerResponse): void {
  const body = bodyOf(error)
  response.writeHead(error.status, headersOf(error, body))
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** For a connection on which no request could be read. */
export function refusalText(error: ApiError): string {
  const body = bodyOf(error)
  const headers = Object.entries({ Date: new Date().toUTCString(), ...headersOf(error, body) })
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

function bodyOf(error: ApiError): string {
  return JSON.stringify(error.toProblem())
}

function headersOf(error: ApiError, body: string): Record<string, string | number> {
  return {
    ...Object.fromEntries([...everywhere, ...ofApi].map(({ key, value }) => [key, value])),
    ...error.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
}
