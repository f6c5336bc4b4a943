import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead } from '@/app/first-read'
import { ProvidersPage } from '@/components/providers/providers-page'
import { SimulatorLink } from '@/components/providers/simulator-link'
import { Hydrated } from '@/components/shell/hydrated'
import { loadScoreboardSearch, scoreboardQuery } from '@/lib/client/get-scoreboard'
import { providersQuery } from '@/lib/client/list-providers'
import { exampleDestination, routePlanQuery } from '@/lib/client/plan-route'
import { healthKey } from '@/lib/client/standing'
import {
  getHealth,
  getSimulatorUrl,
  listProviders,
  planRoute,
  readScoreboard,
} from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Providers' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const simulator = getSimulatorUrl()
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
        [healthKey, health],
        [scoreboardQuery(window).queryKey, scoreboard],
        [routePlanQuery(exampleDestination).queryKey, plan],
      ]}
    >
      <ProvidersPage />
      {simulator !== null && <SimulatorLink url={simulator} />}
    </Hydrated>
  )
}
