import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead } from '@/app/first-read'
import { PacketsPage } from '@/components/packets/packets-page'
import { Hydrated } from '@/components/shell/hydrated'
import { packetsQuery } from '@/lib/client/list-packets'
import { loadPacketSearch, toFilter } from '@/lib/client/packet-search'
import { attentionKey, countsKey, healthKey } from '@/lib/client/standing'
import { packetFilter } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
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
        [countsKey, counts],
        [attentionKey, attention],
        [healthKey, health],
      ]}
    >
      <PacketsPage />
    </Hydrated>
  )
}
