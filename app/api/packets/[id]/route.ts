import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { getPacket } from '@/lib/server/packets/read'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request, params) {
    parseQuery(request, noQuery)
    return json(await getPacket(packetIdOf(params)))
  },
})
