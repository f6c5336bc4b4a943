import type { PacketReceipts } from '@/lib/contract/kept-receipt'
import {
  cancellation,
  erasure,
  historyQuery,
  maxCancellationBytes,
  maxErasureBytes,
  maxReschedulingBytes,
  rescheduling,
  timeQuery,
} from '@/lib/contract/packet'
import { packetFilter, packetListQuery } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import { idempotencyKey, maxSubmissionBytes, submission } from '@/lib/contract/submission'
import { settings } from '@/lib/server/env'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, packetIdOf, parseBody, parseHeader, parseQuery } from '@/lib/server/http/request'
import { streamList, streamPacket } from '@/lib/server/live/stream'
import { cancelPacket } from '@/lib/server/packets/cancel'
import { erase, getContents } from '@/lib/server/packets/contents'
import { getHistory } from '@/lib/server/packets/history'
import { getPacket, listPackets } from '@/lib/server/packets/read'
import { reschedulePacket, sendNow } from '@/lib/server/packets/reschedule'
import { submitPacket } from '@/lib/server/packets/submit'
import { tellTime } from '@/lib/server/packets/times'
import { receiptsOf } from '@/lib/server/receipts/list'

export const packetRoutes: Routes = {
  '/api/packets': {
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
  },
  '/api/packets/:id': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      return json(await getPacket(packetIdOf(params)))
    },
  },
  '/api/packets/:id/contents': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      return json(await getContents(packetIdOf(params)))
    },
  },
  '/api/packets/:id/history': {
    async GET(request, params) {
      const { cursor } = parseQuery(request, historyQuery)
      return json(await getHistory(packetIdOf(params), cursor))
    },
  },
  '/api/packets/:id/receipts': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      const { id } = await getPacket(packetIdOf(params))
      return json({ items: await receiptsOf(id) } satisfies PacketReceipts)
    },
  },
  '/api/packets/:id/actions/cancel': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const id = packetIdOf(params)
      const { reason } = await parseBody(request, cancellation, maxCancellationBytes)
      const { packet, done } = await cancelPacket(id, reason)
      return json(packet, { status: done ? 200 : 202 })
    },
  },
  '/api/packets/:id/actions/reschedule': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const id = packetIdOf(params)
      const { deliverAt, timeZone } = await parseBody(request, rescheduling, maxReschedulingBytes)
      return json(await reschedulePacket(id, { text: deliverAt, timeZone }))
    },
  },
  '/api/packets/:id/actions/send-now': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await sendNow(packetIdOf(params)))
    },
  },
  '/api/times': {
    GET(request) {
      return json(tellTime(parseQuery(request, timeQuery)))
    },
  },
  '/api/packets/:id/actions/erase': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const id = packetIdOf(params)
      const { reason } = await parseBody(request, erasure, maxErasureBytes)
      return json(await erase(id, reason))
    },
  },
  '/api/events/packets': {
    STREAM(request) {
      return streamList(parseQuery(request, packetFilter), request)
    },
  },
  '/api/events/packets/:id': {
    STREAM(request, params) {
      parseQuery(request, noQuery)
      return streamPacket(packetIdOf(params), request)
    },
  },
}
