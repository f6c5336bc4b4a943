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
  // Skip the server read for an invalid filter. The browser repeats the request, and the API's refusal says why.
  const valid = keptReceiptFilter.safeParse(filter).success
  return firstPaint(<ReceiptsPage />, [
    [
      receiptsQuery(filter).queryKey,
      valid ? firstOf(listKeptReceipts({ ...filter, limit: usualPageSize })) : null,
    ],
  ])
}
