import type { auditOperations } from '@/lib/contract/operations/audit'
import { exportAuditCsv, exportAuditNdjson } from '@/lib/server/audit/export'
import { listAudit } from '@/lib/server/audit/list'
import type { Routes } from '@/lib/server/http/route'

export const auditRoutes: Routes<typeof auditOperations> = {
  'GET /api/audit': ({ query }) => listAudit(query),
  'GET /api/audit.csv': ({ query }) => exportAuditCsv(query),
  'GET /api/audit.ndjson': ({ query }) => exportAuditNdjson(query),
}
