import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead, Hydrated } from '@/app/first-paint'
import { ProvidersPage } from '@/components/providers/providers-page'
import {
  exampleDestination,
  healthQuery,
  providersQuery,
  routePlanQuery,
  scoreboardQuery,
} from '@/lib/client/queries'
import { loadScoreboardSearch } from '@/lib/client/scoreboard-search'
import {
  getHealth,
  getSimulatorUrl,
  listProviders,
  planRoute,
  readScoreboard,
} from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Providers' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { window } = await loadScoreboardSearch(searchParams)
  const [providers, health, scoreboard, plan] = await Promise.all([
    firstRead(listProviders()),
    firstRead(getHealth()),
    firstRead(readScoreboard(window)),
    firstRead(planRoute(exampleDestination)),
  ])
  return (
    <Hydrated
      answers={[
        [providersQuery.queryKey, providers],
        [healthQuery.queryKey, health],
        [scoreboardQuery(window).queryKey, scoreboard],
        [routePlanQuery(exampleDestination).queryKey, plan],
      ]}
    >
      <ProvidersPage simulator={getSimulatorUrl()} />
    </Hydrated>
  )
}
