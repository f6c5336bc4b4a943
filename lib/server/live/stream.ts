/** The two kinds of live view, as answers to a request. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { ApiError } from '@/lib/server/api-error'
import { describePacket } from '@/lib/server/packets/describe'
import { isOpen } from '@/lib/server/temporal/execution-info'
import { hub } from './hub'
import type { Viewer } from './viewer'

/**
 * 204 for a reader that comes back to a packet on which nothing can happen any more.
 * @throws ApiError PACKET_NOT_FOUND, TOO_MANY_VIEWERS
 */
export async function streamPacket(id: string, request: Request): Promise<Response> {
  const open = await mayChange(id)
  if (!open && request.headers.has('last-event-id')) return new Response(null, { status: 204 })
  return respond(hub().openPacket(id), request)
}

/** @throws ApiError TOO_MANY_VIEWERS */
export function streamList(filter: PacketFilter, request: Request): Response {
  return respond(hub().openList(filter), request)
}

/** During an outage nobody knows: the stream opens, says so, and goes on when Temporal is back. */
async function mayChange(id: string): Promise<boolean> {
  if (hub().isWatched(id)) return true
  try {
    return isOpen((await describePacket(id)).info)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'TEMPORAL_UNREACHABLE') return true
    throw error
  }
}

function respond(viewer: Viewer, request: Request): Response {
  // The runtime tells of a reader that has gone by the one or by the other.
  request.signal.addEventListener('abort', () => viewer.gone(), { once: true })
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
