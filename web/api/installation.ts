/** Of the installation as a whole: its health, its counts, what it could not assign to a packet, and its description. */
import type { Liveness } from '@/lib/contract/health'
import { keptReceiptQuery } from '@/lib/contract/kept-receipt'
import { openApiDocument } from '@/lib/contract/openapi'
import type { Standing } from '@/lib/contract/streams'
import { readBroker } from '@/lib/server/broker'
import { settings } from '@/lib/server/env'
import { readHealthReport } from '@/lib/server/health-report/read'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/request'
import { attention, statusCounts } from '@/lib/server/packets/counts'
import { requireReady } from '@/lib/server/ready'
import { listKeptReceipts } from '@/lib/server/receipts/list'
import { listSelfTests, runSelfTest } from '@/lib/server/self-test/self-tests'

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
  '/api/self-tests': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await listSelfTests())
    },
    async POST(request) {
      parseQuery(request, noQuery)
      return json(await runSelfTest(), { status: 202 })
    },
  },
  '/api/health': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await readHealthReport())
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
