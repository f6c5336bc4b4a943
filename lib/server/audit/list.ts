/** The audit as readers see it. */
import 'server-only'
import type { AuditEntry, AuditFilter, AuditPage, AuditQuery } from '@/lib/contract/audit'
import { mostCounted } from '@/lib/contract/paging'
import { numberedTimePlace, readCountedPage } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countEntries, listEntries, type StoredEntry } from '@/lib/store/audit'

const maxAgeMs = 1_000
const maxShared = 200

const totals = processWide('audit-totals', () => new SharedReads<number>(maxAgeMs, maxShared))

/** Newest first. @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function listAudit({ cursor, limit, ...filter }: AuditQuery): Promise<AuditPage> {
  const scope = scopeOf(filter)
  const page = await readCountedPage(
    { scope, place: numberedTimePlace, cursor, limit },
    (request) => callStore((db) => listEntries(db, filter, request)),
    totals()
      .of(scope, () => callStore((db) => countEntries(db, filter, mostCounted + 1)))
      .recent(),
  )
  return { ...page, items: page.items.map(entryOf) }
}

function scopeOf({ who, action, kind, subject, result, via, from, to }: AuditFilter): string {
  return `audit ${JSON.stringify([who, action, kind, subject, result, via, from, to])}`
}

export function entryOf({ id, at, endedAt, ...entry }: StoredEntry): AuditEntry {
  return { id: String(id), at: at.toISOString(), ...entry, endedAt: endedAt?.toISOString() ?? null }
}
