import { packetListQuery } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import { idempotencyKey, maxSubmissionBytes, submission } from '@/lib/contract/submission'
import { settings } from '@/lib/server/env'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseHeader, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { listPackets } from '@/lib/server/packets/read'
import { submitPacket } from '@/lib/server/packets/submit'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    return json(await listPackets(parseQuery(request, packetListQuery)))
  },

  async POST(request) {
    parseQuery(request, noQuery)
    const key = parseHeader(request, 'Idempotency-Key', idempotencyKey)
    const body = await parseBody(request, submission, maxSubmissionBytes)
    const { packet, created } = await submitPacket(body, key)
    const location = `${settings().publicPath}${apiPaths.packet(packet.id)}`
    return json(packet, { status: created ? 202 : 200, headers: { Location: location } })
  },
})
