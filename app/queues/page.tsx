import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstOf, firstPaint } from '@/app/first-paint'
import { QueuesPage } from '@/components/queues/queues-page'
import { queueQuery, queuesQuery } from '@/lib/client/queries'
import { loadQueueSearch } from '@/lib/client/search'
import { orderingKey } from '@/lib/contract/fields'
import { getQueue, getQueues } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Queues' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { key } = await loadQueueSearch(searchParams)
  if (!key) return firstPaint(<QueuesPage />, [[queuesQuery.queryKey, firstOf(getQueues({ limit: 50 }))]])
  // Skip the server read for an invalid key. The browser repeats the request, and the API's refusal says why.
  const { data: valid } = orderingKey.safeParse(key)
  return firstPaint(<QueuesPage />, [
    [queueQuery(key).queryKey, valid === undefined ? null : getQueue(valid)],
  ])
}
