'use client'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { ProviderChoice } from '@/components/providers/provider-choice'
import { keptLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Choice } from '@/components/ui/field'
import { FilterBar } from '@/components/ui/filter-bar'
import { FindField } from '@/components/ui/find-field'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { receiptsQuery } from '@/lib/client/queries'
import { type ReceiptSearch, receiptSearch, toReceiptFilter } from '@/lib/client/search'
import type { KeptReceiptPage } from '@/lib/contract/kept-receipt'
import { keptReasons } from '@/lib/contract/receipt-reasons'
import { trimmed } from '@/lib/packet/text'
import { KeptReceipts, receiptsInWords } from './kept-receipts'
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
    return <Skeleton label="Loading the receipts" rows={6} rowClass="h-16" />
  }
  const [first] = query.data?.pages ?? []
  if (first === undefined) {
    return (
      <Unread
        title="Could not load the receipts"
        message={query.error === null ? 'Nothing came back.' : explainError(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
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

interface ReceiptFiltersProps {
  search: ReceiptSearch
  onChange: (change: Partial<ReceiptSearch> | null) => void
}

function ReceiptFilters({ search, onChange }: ReceiptFiltersProps) {
  return (
    <FilterBar search={search} onChange={onChange}>
      <Choice
        className="md:w-44"
        label="Reason"
        value={search.reason ?? ''}
        options={keptReasons.map((reason) => [reason, keptLooks[reason].word])}
        onChange={({ target }) =>
          onChange({ reason: keptReasons.find((reason) => reason === target.value) ?? null })
        }
      />
      <ProviderChoice
        className="md:w-44"
        current={search.provider}
        value={search.provider ?? ''}
        onChange={({ target }) => onChange({ provider: target.value === '' ? null : target.value })}
      />
      <FindField
        className="max-md:col-span-2 md:w-72"
        label="Packet id, exactly"
        value={search.packet ?? ''}
        maxLength={128}
        onEnter={(text) => onChange({ packet: trimmed(text) || null })}
      />
    </FilterBar>
  )
}

interface MatchNewsProps {
  /** Identifies the filters in force. */
  scope: string
  /** Null until the number is known. */
  total: number | null
  filtered: boolean
}

/** Announces the number of matches to screen readers after a change of filters, but not each time the count changes. */
function MatchNews({ scope, total, filtered }: MatchNewsProps) {
  const [told, setTold] = useState<{ scope: string; news: string } | null>(null)
  if (total !== null && told?.scope !== scope) setTold({ scope, news: newsOf(total, filtered) })
  return (
    <p role="status" className="sr-only">
      {told?.scope === scope && told.news}
    </p>
  )
}

function newsOf(total: number, filtered: boolean): string {
  if (!filtered) return `${receiptsInWords(total)} in all`
  if (total === 0) return 'No receipt matches'
  return `${receiptsInWords(total)} ${total === 1 ? 'matches' : 'match'}`
}
