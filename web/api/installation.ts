/** Routes of the installation as a whole: its health, counts, kept receipts, and API description. */
import { openApiDocument } from '@/lib/contract/openapi'
import type { installationOperations } from '@/lib/contract/operations/installation'
import { readBroker } from '@/lib/server/broker'
import { settings } from '@/lib/server/env'
import { readHealthReport } from '@/lib/server/health-report/read'
import type { Routes } from '@/lib/server/http/route'
import { readFindings, readOverview } from '@/lib/server/overview/read'
import { attention, statusCounts } from '@/lib/server/packets/counts'
import { requireReady } from '@/lib/server/ready'
import { listKeptReceipts } from '@/lib/server/receipts/list'
import { listSelfTests, runSelfTest } from '@/lib/server/self-test/self-tests'

export const installationRoutes: Routes<typeof installationOperations> = {
  'GET /api/health/live': () => ({ status: 'live' }),
  'GET /api/health/ready': () => requireReady(),
  'GET /api/health': () => readHealthReport(),
  'GET /api/overview': ({ query }) => readOverview(query.window),
  'GET /api/findings': () => readFindings(),
  'GET /api/counts': async () => {
    const [counts, calls] = await Promise.all([statusCounts().recent(), attention().recent()])
    return { counts, attention: calls }
  },
  'GET /api/receipts': ({ query }) => listKeptReceipts(query),
  'GET /api/self-tests': () => listSelfTests(),
  'POST /api/self-tests': () => runSelfTest(),
  'GET /api/broker': () => readBroker(),
  'GET /api/openapi.json': () => ({ ...openApiDocument(settings().publicUrl) }),
}
