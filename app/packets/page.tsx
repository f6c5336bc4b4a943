import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead, Hydrated } from '@/app/first-paint'
import { PacketsPage } from '@/components/packets/packets-page'
import { attentionQuery, countsQuery, healthQuery, packetsQuery } from '@/lib/client/queries'
import { loadPacketSearch, toFilter } from '@/lib/client/search'
import { packetFilter } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/page-size'
import { getAttention, getCounts, getHealth, listPackets } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Packets' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = toFilter(await loadPacketSearch(searchParams))
  // What no packet can match is refused by the API, which says why.
  const valid = packetFilter.safeParse(filter)
  const [page, counts, attention, health] = await Promise.all([
    valid.success ? firstRead(listPackets({ ...valid.data, limit: usualPageSize })) : null,
    firstRead(getCounts()),
    firstRead(getAttention()),
    firstRead(getHealth()),
  ])
  const list = page && { pages: [page], pageParams: [null] }
  return (
    <Hydrated
      answers={[
        [packetsQuery(filter).queryKey, list],
        [countsQuery.queryKey, counts],
        [attentionQuery.queryKey, attention],
        [healthQuery.queryKey, health],
      ]}
    >
      <PacketsPage />
    </Hydrated>
  )
}
