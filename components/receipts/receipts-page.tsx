'use client'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { Skeleton } from '@/components/ui/skeleton'
import { explainError } from '@/lib/client/explain-error'
import { useHealth } from '@/lib/client/health'
import { receiptsQuery } from '@/lib/client/list-receipts'
import { linkOf } from '@/lib/client/polled'
import { type ReceiptSearch, receiptSearch, toReceiptFilter } from '@/lib/client/receipt-search'
import type { KeptReceiptPage } from '@/lib/contract/kept-receipt'
import { KeptReceipts } from './kept-receipts'
import { MatchNews } from './match-news'
import { ReceiptFilters } from './receipt-filters'
import { LastRefusedPanel, TallyPanel } from './tally-panels'

export function ReceiptsPage() {
  const [search, setSearch] = useQueryStates(receiptSearch, { history: 'replace' })
  const change = (to: Partial<ReceiptSearch> | null) => void setSearch(to)
  const filter = toReceiptFilter(search)
  const query = useInfiniteQuery(receiptsQuery(filter))
  const health = useHealth({ streamed: false })
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <PageHeader title="Receipts" link={linkOf(query)}>
        <HealthLine health={health}>
          Genuine receipts that no packet took, and those that were refused.
        </HealthLine>
      </PageHeader>
      <ReceiptFilters search={search} onChange={change} />
      <MatchNews
        scope={JSON.stringify(filter)}
        total={query.data?.pages[0]?.total ?? null}
        filtered={filtered}
      />
      <Body query={query} filtered={filtered} />
    </>
  )
}

interface BodyProps {
  query: UseInfiniteQueryResult<{ pages: KeptReceiptPage[] }>
  filtered: boolean
}

function Body({ query, filtered }: BodyProps) {
  if (query.isPending) {
    return (
      <div className="rounded-lg border border-line bg-panel">
        <Skeleton label="Loading the receipts" rows={6} rowClass="h-16" />
      </div>
    )
  }
  const [first] = query.data?.pages ?? []
  if (first === undefined) return <Unread error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_384px]">
      <KeptReceipts
        receipts={query.data?.pages.flatMap(({ items }) => items) ?? []}
        total={first.total}
        filtered={filtered}
        onMore={query.hasNextPage ? () => void query.fetchNextPage() : null}
        busy={query.isFetchingNextPage}
      />
      <div className="grid min-w-0 gap-4">
        <TallyPanel tally={first.tally} />
        <LastRefusedPanel last={first.tally.last} />
      </div>
    </div>
  )
}

function Unread({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  return (
    <Placeholder
      title="The receipts could not be read"
      actions={
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p role="alert">{error === null ? 'Nothing came back.' : explainError(error)}</p>
    </Placeholder>
  )
}
