import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstPaint } from '@/app/first-paint'
import { ProvidersPage } from '@/components/providers/providers-page'
import { exampleDestination, providersQuery, routePlanQuery, scoreboardQuery } from '@/lib/client/queries'
import { loadScoreboardSearch } from '@/lib/client/search'
import { getSimulatorUrl, listProviders, planRoute, readScoreboard } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Providers' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { window } = await loadScoreboardSearch(searchParams)
  return firstPaint(<ProvidersPage simulator={getSimulatorUrl()} />, [
    [providersQuery.queryKey, listProviders()],
    [scoreboardQuery(window).queryKey, readScoreboard(window)],
    [routePlanQuery(exampleDestination).queryKey, planRoute(exampleDestination)],
  ])
}
