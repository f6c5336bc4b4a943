import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstPaint } from '@/app/first-paint'
import { SubmitPage } from '@/components/submit/submit-page'
import { packetQuery, providersQuery } from '@/lib/client/queries'
import { loadSubmitSearch } from '@/lib/client/search'
import { getPacket, listProviders } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Submit' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { repeats } = await loadSubmitSearch(searchParams)
  return firstPaint(<SubmitPage />, [
    [providersQuery.queryKey, listProviders()],
    [packetQuery(repeats ?? '').queryKey, repeats === null ? null : getPacket(repeats)],
  ])
}
