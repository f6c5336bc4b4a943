'use client'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { counted } from '@/components/ui/format'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { withParams } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { auditQuery } from '@/lib/client/queries'
import { type AuditSearch, auditSearch, toAuditFilter } from '@/lib/client/search'
import type { AuditFilter, AuditPage as Page } from '@/lib/contract/audit'
import { mostCounted } from '@/lib/contract/paging'
import { apiPath, builtPublicPath } from '@/lib/contract/paths'
import { AuditFilters } from './audit-filters'
import { AuditTable } from './audit-table'

export function AuditPage() {
  const [search, setSearch] = useQueryStates(auditSearch, { history: 'replace' })
  const change = (to: Partial<AuditSearch> | null) => void setSearch(to)
  const filter = toAuditFilter(search)
  const query = useInfiniteQuery(auditQuery(filter))
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Audit" link={linkOf(query)}>
        <HealthLine health={health}>
          Who did what, when, why, from where and with what result. Entries cannot be changed.
        </HealthLine>
      </PageHeader>
      <AuditFilters search={search} onChange={change} />
      <Body query={query} filter={filter} />
    </>
  )
}

interface BodyProps {
  query: UseInfiniteQueryResult<{ pages: Page[] }>
  filter: AuditFilter
}

function Body({ query, filter }: BodyProps) {
  if (query.isPending) return <Skeleton label="Loading the audit" rows={8} rowClass="h-14" />
  const [first] = query.data?.pages ?? []
  if (first === undefined) {
    return (
      <Unread
        title="Could not load the audit"
        message={query.error === null ? 'Nothing came back.' : explainError(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-label="Entries" className="min-w-0 rounded-lg border border-line bg-panel">
      {entries.length === 0 ? (
        <None filtered={Object.keys(filter).length > 0} />
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
            <h2 className="min-h-8 flex-1 content-center font-semibold">
              <span role="status">{counted(first.total, 'entry', 'entries', mostCounted)}</span>
            </h2>
            <Export path={apiPath('/api/audit.csv')} filter={filter} word="CSV" />
            <Export path={apiPath('/api/audit.ndjson')} filter={filter} word="NDJSON" />
          </div>
          <AuditTable entries={entries} />
        </>
      )}
      <ShowMore query={query} what="older ones" className="m-3" />
    </section>
  )
}

function Export({ path, filter, word }: { path: string; filter: AuditFilter; word: string }) {
  const href = `${builtPublicPath}${withParams(path, filter)}`
  useCommands([
    { name: `Export the audit as ${word}`, group: 'list', run: () => window.location.assign(href) },
  ])
  return (
    <a href={href} download className={buttonClass('plain')}>
      Export <span className="sr-only">what is listed as </span>
      {word}
    </a>
  )
}

function None({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Placeholder title="No entry matches">
        <p>All filters apply together. Names and ids must match in full.</p>
      </Placeholder>
    )
  }
  return (
    <Placeholder title="No actions yet">
      <p>Everything that operators cancel, pause, change or send again is listed here.</p>
    </Placeholder>
  )
}
