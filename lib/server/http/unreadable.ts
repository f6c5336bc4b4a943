/** What Node's server refuses by itself is told as a problem like every other refusal; it would send a bare status. */
import 'server-only'
import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { ApiError } from '@/lib/server/api-error'
import { refusalText, refuse } from './refusal'

export function explainUnreadable(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => latest.set(request.socket, response))
  server.on('checkExpectation', (request, response) => {
    const detail = 'The only expectation that is understood is 100-continue.'
    refuse(new ApiError('UNKNOWN_EXPECTATION', detail), request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered(latest.get(socket))) socket.destroy()
    else socket.end(refusalText(faultOf(error)), () => socket.destroy())
  })
}

/** Its answer has begun, so that another would be taken for a part of it. */
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
  return new ApiError('INVALID_REQUEST', `This is no HTTP request that can be read (${code}).`)
}
