import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstOf, firstPaint } from '@/app/first-paint'
import { PacketsPage } from '@/components/packets/packets-page'
import { attentionQuery, countsQuery, packetsQuery, viewsQuery } from '@/lib/client/queries'
import { loadPacketSearch, toFilter } from '@/lib/client/search'
import { packetFilter } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
import { getAttention, getCounts, getViews, listPackets } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Packets' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = toFilter(await loadPacketSearch(searchParams))
  // Skip the server read for an invalid filter. The browser repeats the request, and the API's refusal says why.
  const { data: valid } = packetFilter.safeParse(filter)
  return firstPaint(<PacketsPage />, [
    [packetsQuery(filter).queryKey, valid ? firstOf(listPackets({ ...valid, limit: usualPageSize })) : null],
    [viewsQuery.queryKey, getViews().then((items) => ({ items }))],
    [countsQuery.queryKey, getCounts()],
    [attentionQuery.queryKey, getAttention()],
  ])
}
