/** The audit as CSV and as NDJSON, streamed. */
import 'server-only'
import type { AuditEntry, AuditFilter } from '@/lib/contract/audit'
import { csv, ndjson } from '@/lib/server/http/download'
import { callStore } from '@/lib/server/store'
import { listEntries } from '@/lib/store/audit'
import { type PageRequest, pages, type TimePlace } from '@/lib/store/page'
import { entryOf } from './list'

const mostAtOnce = 1_000

const columns = [
  'id',
  'at',
  'who',
  'action',
  'subject',
  'subjectName',
  'made',
  'reason',
  'parameters',
  'via',
  'address',
  'forwardedFor',
  'result',
  'code',
  'detail',
  'endedAt',
] as const satisfies readonly (keyof AuditEntry)[]

/** @throws ApiError STORE_UNREACHABLE, as long as nothing was sent */
export async function exportAuditCsv(filter: AuditFilter): Promise<Response> {
  return csv('audit.csv', columns, entriesOf(filter))
}

/** @throws ApiError STORE_UNREACHABLE, as long as nothing was sent */
export async function exportAuditNdjson(filter: AuditFilter): Promise<Response> {
  return ndjson('audit.ndjson', entriesOf(filter))
}

/** Newest first. Entries that are added during the export are not included. */
async function* entriesOf(filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  const read = (request: PageRequest<TimePlace<number>>) =>
    callStore((db) => listEntries(db, filter, request))
  for await (const entries of pages(read, mostAtOnce)) yield entries.map(entryOf)
}
