/** Problems that are sent by Node's own server, ahead of the framework. The body of a refused request is not read. */
import 'server-only'
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { html } from 'hono/html'
import { pagePaths } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { ofApi } from '@/security-headers'

export function refuse(error: ApiError, request: IncomingMessage, response: ServerResponse): void {
  const { accept = '' } = request.headers
  const forPeople = accept.includes('text/html') && !accept.includes('json')
  const body = forPeople ? pageOf(error) : bodyOf(error)
  const type = forPeople ? { 'Content-Type': 'text/html; charset=utf-8' } : {}
  response.writeHead(error.status, { ...headersOf(error, body), Vary: 'Accept', ...type })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** For a person who has followed a link or typed an address. Without style sheets, which may be unreachable. */
function pageOf(error: ApiError): string {
  const { title, status, code, detail } = error.toProblem()
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Waybill</title>
</head>
<body>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="${settings().publicUrl ?? ''}${pagePaths.packets}">Go to the packets</a></p>
<p><small>Status ${status}, ${code}</small></p>
</body>
</html>
`.toString()
}

/** The raw response for a connection on which no request could be parsed. */
function refusalText(error: ApiError): string {
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
    ...Object.fromEntries(ofApi.map(({ key, value }) => [key, value])),
    ...error.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
}

/**
 * Makes requests that Node's server itself refuses get a problem document like every other refusal. By default Node
 * sends a bare status.
 */
export function explainUnreadable(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => latest.set(request.socket, response))
  server.on('checkExpectation', (request, response) => {
    const detail = 'The only supported expectation is 100-continue.'
    refuse(new ApiError('UNKNOWN_EXPECTATION', detail), request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered(latest.get(socket))) socket.destroy()
    else socket.end(refusalText(faultOf(error)), () => socket.destroy())
  })
}

/** True while an answer has begun and is not complete: a second answer would be taken for a part of it. */
function isAnswered(response: ServerResponse | undefined): boolean {
  if (response === undefined) return false
  const isOver = response.writableFinished && response.req.complete
  return response.headersSent && !isOver
}

function faultOf({ code }: NodeJS.ErrnoException): ApiError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new ApiError('HEADERS_TOO_LARGE', 'Address and headers together may have at most 16 KiB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ApiError('TIMED_OUT', 'The request did not arrive in time.')
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return new ApiError('TOO_LARGE', 'The extensions of a chunk are too large.')
  return new ApiError('INVALID_REQUEST', `This is not a valid HTTP request (${code}).`)
}
