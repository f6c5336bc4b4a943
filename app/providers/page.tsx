import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { firstRead } from '@/app/first-read'
import { ProvidersPage } from '@/components/providers/providers-page'
import { SimulatorLink } from '@/components/providers/simulator-link'
import { Hydrated } from '@/components/shell/hydrated'
import { loadScoreboardSearch, scoreboardQuery } from '@/lib/client/get-scoreboard'
import { providersQuery } from '@/lib/client/list-providers'
import { healthKey } from '@/lib/client/standing'
import { getHealth, getSimulatorUrl, listProviders, readScoreboard } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Providers' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const simulator = getSimulatorUrl()
  const { window } = await loadScoreboardSearch(searchParams)
  const [providers, health, scoreboard] = await Promise.all([
    firstRead(listProviders()),
    firstRead(getHealth()),
    firstRead(readScoreboard(window)),
  ])
  return (
    <Hydrated
      answers={[
        [providersQuery.queryKey, providers],
        [healthKey, health],
        [scoreboardQuery(window).queryKey, scoreboard],
      ]}
    >
      <ProvidersPage />
      {simulator !== null && <SimulatorLink url={simulator} />}
    </Hydrated>
  )
}
