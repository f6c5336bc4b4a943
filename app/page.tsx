import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstPaint } from '@/app/first-paint'
import { OverviewPage } from '@/components/overview/overview-page'
import { overviewQuery } from '@/lib/client/queries'
import { loadOverviewSearch } from '@/lib/client/search'
import { readOverview } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Overview' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { window } = await loadOverviewSearch(searchParams)
  return firstPaint(<OverviewPage />, [[overviewQuery(window).queryKey, readOverview(window)]])
}
