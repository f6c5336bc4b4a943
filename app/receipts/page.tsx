import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead } from '@/app/first-read'
import { ReceiptsPage } from '@/components/receipts/receipts-page'
import { Hydrated } from '@/components/shell/hydrated'
import { receiptsQuery } from '@/lib/client/list-receipts'
import { loadReceiptSearch, toReceiptFilter } from '@/lib/client/receipt-search'
import { healthKey } from '@/lib/client/standing'
import { keptReceiptFilter } from '@/lib/contract/kept-receipt'
import { usualPageSize } from '@/lib/contract/paging'
import { getHealth, listKeptReceipts } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Receipts' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = toReceiptFilter(await loadReceiptSearch(searchParams))
  // What no receipt can have is refused by the API, which says why.
  const valid = keptReceiptFilter.safeParse(filter).success
  const [page, health] = await Promise.all([
    valid ? firstRead(listKeptReceipts({ ...filter, limit: usualPageSize })) : null,
    firstRead(getHealth()),
  ])
  return (
    <Hydrated
      answers={[
        [receiptsQuery(filter).queryKey, page && { pages: [page], pageParams: [null] }],
        [healthKey, health],
      ]}
    >
      <ReceiptsPage />
    </Hydrated>
  )
}
