import { historyQuery } from '@/lib/contract/packet'
import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { getHistory } from '@/lib/server/packets/history'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request, params) {
    const { cursor } = parseQuery(request, historyQuery)
    return json(await getHistory(packetIdOf(params), cursor))
  },
})
