'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { HealthLine } from '@/components/shell/health-line'
import { LiveBadge } from '@/components/shell/live-badge'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { explainError } from '@/lib/client/explain-error'
import { useHealth } from '@/lib/client/health'
import { receiptsQuery } from '@/lib/client/list-receipts'
import { linkOf } from '@/lib/client/polled'
import { type ReceiptSearch, receiptSearch, toReceiptFilter } from '@/lib/client/receipt-search'
import type { KeptReceipt } from '@/lib/contract/kept-receipt'
import { KeptReceiptRow } from './kept-receipt-row'
import { ReceiptFilters } from './receipt-filters'
import { LastRefusedPanel, TallyPanel } from './tally-panels'
import { receiptsInWords } from './words'

export function ReceiptsPage() {
  const [search, setSearch] = useQueryStates(receiptSearch, { history: 'replace' })
  const change = (to: Partial<ReceiptSearch> | null) => void setSearch(to)
  const filter = toReceiptFilter(search)
  const filtered = Object.keys(filter).length > 0
  const query = useInfiniteQuery(receiptsQuery(filter))
  const health = useHealth({ streamed: false })
  const [first] = query.data?.pages ?? []
  return (
    <>
      <PageHeader title="Receipts" live={<LiveBadge link={linkOf(query)} />}>
        <HealthLine health={health}>
          Genuine receipts that no packet took, and those that were refused.
        </HealthLine>
      </PageHeader>
      <ReceiptFilters search={search} onChange={change} />
      {query.isPending && <p role="status">Loading the receipts</p>}
      {!query.data && query.error && (
        <Placeholder
          title="The receipts could not be read"
          actions={
            <>
              <Button look="primary" onClick={() => void query.refetch()}>
                Try again
              </Button>
              {filtered && <Button onClick={() => change(null)}>Clear all filters</Button>}
            </>
          }
        >
          <p role="alert">{explainError(query.error)}</p>
        </Placeholder>
      )}
      {first && (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_384px]">
          <section
            aria-label="Kept receipts"
            className="min-w-0 rounded-lg border border-line bg-panel px-4 py-2"
          >
            <Kept
              receipts={query.data?.pages.flatMap(({ items }) => items) ?? []}
              total={first.total}
              filtered={filtered}
            />
            {query.hasNextPage && (
              <Button
                className="mb-2"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show older ones
              </Button>
            )}
          </section>
          <div className="grid min-w-0 gap-4">
            <TallyPanel tally={first.tally} />
            <LastRefusedPanel last={first.tally.last} />
          </div>
        </div>
      )}
    </>
  )
}

interface KeptProps {
  receipts: readonly KeptReceipt[]
  total: number
  filtered: boolean
}

function Kept({ receipts, total, filtered }: KeptProps) {
  if (receipts.length === 0) {
    return filtered ? (
      <Placeholder title="No kept receipt matches">
        <p>Filters all hold at once. A packet is found by its whole id.</p>
      </Placeholder>
    ) : (
      <Placeholder title="No receipt had to be kept">
        <p>
          Every genuine receipt has found its packet. One that comes after its packet has closed is kept here.
        </p>
      </Placeholder>
    )
  }
  return (
    <>
      <h2 className="flex min-h-9 items-center font-semibold">{receiptsInWords(total)} kept</h2>
      <ul className="divide-y divide-line border-t border-line">
        {receipts.map((receipt) => (
          <KeptReceiptRow key={receipt.id} receipt={receipt} withPacket />
        ))}
      </ul>
    </>
  )
}
