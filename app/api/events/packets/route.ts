import { packetFilter } from '@/lib/contract/packet-list'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { streamList } from '@/lib/server/live/stream'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  STREAM(request) {
    return streamList(parseQuery(request, packetFilter), request)
  },
})
