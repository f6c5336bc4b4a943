import { erasure, maxErasureBytes } from '@/lib/contract/packet'
import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { erase } from '@/lib/server/packets/contents'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request, params) {
    parseQuery(request, noQuery)
    const id = packetIdOf(params)
    const { reason } = await parseBody(request, erasure, maxErasureBytes)
    return json(await erase(id, reason))
  },
})
