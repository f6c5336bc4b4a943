import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { streamPacket } from '@/lib/server/live/stream'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  STREAM(request, params) {
    parseQuery(request, noQuery)
    return streamPacket(packetIdOf(params), request)
  },
})
