import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstOf, firstPaint } from '@/app/first-paint'
import { AuditPage } from '@/components/audit/audit-page'
import { auditQuery } from '@/lib/client/queries'
import { loadAuditSearch, toAuditFilter } from '@/lib/client/search'
import { auditFilter } from '@/lib/contract/audit'
import { usualPageSize } from '@/lib/contract/paging'
import { listAudit } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Audit' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = toAuditFilter(await loadAuditSearch(searchParams))
  // Skip the server read for an invalid filter. The browser repeats the request, and the API's refusal says why.
  const valid = auditFilter.safeParse(filter).success
  return firstPaint(<AuditPage />, [
    [auditQuery(filter).queryKey, valid ? firstOf(listAudit({ ...filter, limit: usualPageSize })) : null],
  ])
}
