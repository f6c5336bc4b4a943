/** The live views, as streaming responses. */
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
 * 204 for a reader that reconnects and already has the final state. A reader that missed the final state gets it
 * first.
 *
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
 * The event id of the packet's final state; null while more may come. During an outage that is unknown: the stream
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
  // A disconnect is signalled either by this event or by the cancellation of the stream.
  request.signal.addEventListener('abort', () => viewer.gone(), { once: true })
  // If the reader disconnected before the stream existed, no event follows.
  if (request.signal.aborted) viewer.gone()
  return new Response(viewer.stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Compression would delay events and cost a buffer for each viewer.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      // Without keep-alive, an ended stream leaves no connection open that would delay the stop of this process.
      Connection: 'close',
    },
  })
}
