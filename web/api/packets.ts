import type { packetOperations } from '@/lib/contract/operations/packets'
import { apiPath } from '@/lib/contract/paths'
import { settings } from '@/lib/server/env'
import { answer, type Routes } from '@/lib/server/http/route'
import { streamList, streamPacket } from '@/lib/server/live/stream'
import { cancelPacket } from '@/lib/server/packets/cancel'
import { erase, getContents } from '@/lib/server/packets/contents'
import { exportCsv, exportNdjson } from '@/lib/server/packets/export'
import { getHistory } from '@/lib/server/packets/history'
import { getPacket, listPackets } from '@/lib/server/packets/read'
import { reschedulePacket, sendNow } from '@/lib/server/packets/reschedule'
import { sendAgain } from '@/lib/server/packets/send-again'
import { type Accepted, submitPacket } from '@/lib/server/packets/submit'
import { tellTime } from '@/lib/server/packets/times'
import { receiptsOf } from '@/lib/server/receipts/list'

export const packetRoutes: Routes<typeof packetOperations> = {
  'GET /api/packets': ({ query }) => listPackets(query),
  'POST /api/packets': async ({ headers, body }) =>
    accepted(await submitPacket(body, headers['Idempotency-Key'] ?? null)),
  'GET /api/packets.csv': ({ query }) => exportCsv(query),
  'GET /api/packets.ndjson': ({ query }) => exportNdjson(query),
  'GET /api/packets/{id}': ({ params }) => getPacket(params.id),
  'GET /api/packets/{id}/contents': ({ params }) => getContents(params.id),
  'GET /api/packets/{id}/history': ({ params, query }) => getHistory(params.id, query.cursor),
  'GET /api/packets/{id}/receipts': async ({ params, query }) => {
    const { id } = await getPacket(params.id)
    return receiptsOf(id, query)
  },
  'POST /api/packets/{id}/actions/cancel': async ({ params, body }) => {
    const { reason, who = null } = body
    const { packet, done } = await cancelPacket(params.id, { reason, who })
    return answer(done ? 200 : 202, packet)
  },
  'POST /api/packets/{id}/actions/reschedule': ({ params, body: { deliverAt, timeZone } }) =>
    reschedulePacket(params.id, { text: deliverAt, timeZone }),
  'POST /api/packets/{id}/actions/send-now': ({ params }) => sendNow(params.id),
  'POST /api/packets/{id}/actions/send-again': async ({ params, headers, body }) =>
    accepted(await sendAgain(params.id, body, headers['Idempotency-Key'] ?? null)),
  'POST /api/packets/{id}/actions/erase': ({ params, body }) => erase(params.id, body.reason),
  'GET /api/times': ({ query }) => tellTime(query),
  'GET /api/events/packets': ({ query, request }) => streamList(query, request),
  'GET /api/events/packets/{id}': ({ params, request }) => streamPacket(params.id, request),
}

function accepted({ packet, created }: Accepted) {
  const location = `${settings().publicPath}${apiPath('/api/packets/{id}', { id: packet.id })}`
  return answer(created ? 202 : 200, packet, { Location: location })
}
