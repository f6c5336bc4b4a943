/** Of the installation as a whole: its health, its counts, what it could not assign to a packet, and its description. */
import type { Liveness } from '@/lib/contract/health'
import { keptReceiptQuery } from '@/lib/contract/kept-receipt'
import { openApiDocument } from '@/lib/contract/openapi'
import type { Standing } from '@/lib/contract/streams'
import { readBroker } from '@/lib/server/broker'
import { settings } from '@/lib/server/env'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/request'
import { attention, statusCounts } from '@/lib/server/packets/counts'
import { requireReady } from '@/lib/server/ready'
import { listKeptReceipts } from '@/lib/server/receipts/list'

export const installationRoutes: Routes = {
  '/api/health/live': {
    GET(request) {
      parseQuery(request, noQuery)
      return json({ status: 'live' } satisfies Liveness)
    },
  },
  '/api/health/ready': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await requireReady())
    },
  },
  '/api/counts': {
    async GET(request) {
      parseQuery(request, noQuery)
      const [counts, calls] = await Promise.all([statusCounts().recent(), attention().recent()])
      return json({ counts, attention: calls } satisfies Standing)
    },
  },
  '/api/receipts': {
    async GET(request) {
      return json(await listKeptReceipts(parseQuery(request, keptReceiptQuery)))
    },
  },
  '/api/broker': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await readBroker())
    },
  },
  '/api/openapi.json': {
    GET(request) {
      parseQuery(request, noQuery)
      return json(openApiDocument(settings().publicUrl))
    },
  },
}
