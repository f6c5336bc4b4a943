import type { PacketReceipts } from '@/lib/contract/kept-receipt'
import { endpoint } from '@/lib/server/http/endpoint'
import { packetIdOf } from '@/lib/server/http/packet-id'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { getPacket } from '@/lib/server/packets/read'
import { receiptsOf } from '@/lib/server/receipts/list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request, params) {
    parseQuery(request, noQuery)
    const { id } = await getPacket(packetIdOf(params))
    return json({ items: await receiptsOf(id) } satisfies PacketReceipts)
  },
})
