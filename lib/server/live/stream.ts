/** The kinds of live view, as answers to a request. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { isFinal } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import type { ApiRequest } from '@/lib/server/http/request'
import { getPacket } from '@/lib/server/packets/read'
import { hub } from './hub'
import { stateId } from './packet-watch'
import type { Viewer } from './viewer'

/**
 * 204 for a reader that comes back and knows the last state there will be. One that missed it gets it first.
 * @throws ApiError PACKET_NOT_FOUND, TOO_MANY_VIEWERS
 */
export async function streamPacket(id: string, request: ApiRequest): Promise<Response> {
  const last = await lastState(id)
  if (last !== null && request.headers.get('last-event-id') === last)
    return new Response(null, { status: 204 })
  return respond(hub().openPacket(id), request)
}

/** @throws ApiError TOO_MANY_VIEWERS */
export function streamList(filter: PacketFilter, request: ApiRequest): Response {
  return respond(hub().openList(filter), request)
}

/** @throws ApiError TOO_MANY_VIEWERS */
export function streamBoard(request: ApiRequest): Response {
  return respond(hub().openBoard(), request)
}

/**
 * The event id of the packet's last state; null while more may come. During an outage that is not known: the stream
 * opens, says so, and goes on when the store is back.
 */
async function lastState(id: string): Promise<string | null> {
  if (hub().isWatched(id)) return null
  try {
    const packet = await getPacket(id)
    return isFinal(packet) ? stateId(packet) : null
  } catch (error) {
    if (error instanceof ApiError && error.code === 'STORE_UNREACHABLE') return null
    throw error
  }
}

function respond(viewer: Viewer, request: ApiRequest): Response {
  // The runtime tells of a reader that has gone by the one or by the other.
  request.signal.addEventListener('abort', () => viewer.gone(), { once: true })
  // It may have gone before there was a stream, of which it is not told again.
  if (request.signal.aborted) viewer.gone()
  return new Response(viewer.stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Compression would hold events back and cost each viewer a buffer.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      // A stream that has ended leaves no connection behind that would keep this process from stopping.
      Connection: 'close',
    },
  })
}
