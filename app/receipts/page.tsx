import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstOf, firstPaint } from '@/app/first-paint'
import { ReceiptsPage } from '@/components/receipts/receipts-page'
import { receiptsQuery } from '@/lib/client/queries'
import { loadReceiptSearch, toReceiptFilter } from '@/lib/client/search'
import { keptReceiptFilter } from '@/lib/contract/kept-receipt'
import { usualPageSize } from '@/lib/contract/paging'
import { listKeptReceipts } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Receipts' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = toReceiptFilter(await loadReceiptSearch(searchParams))
  // What no receipt can have is refused by the API, which says why.
  const valid = keptReceiptFilter.safeParse(filter).success
  return firstPaint(<ReceiptsPage />, [
    [
      receiptsQuery(filter).queryKey,
      valid ? firstOf(listKeptReceipts({ ...filter, limit: usualPageSize })) : null,
    ],
  ])
}
