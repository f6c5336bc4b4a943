import { cancellation, maxCancellationBytes } from '@/lib/contract/packet'
import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { cancelPacket } from '@/lib/server/packets/cancel'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request, params) {
    parseQuery(request, noQuery)
    const id = packetIdOf(params)
    const { reason } = await parseBody(request, cancellation, maxCancellationBytes)
    const { packet, done } = await cancelPacket(id, reason)
    return json(packet, { status: done ? 200 : 202 })
  },
})
