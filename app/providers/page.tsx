import type { Metadata } from 'next'
import { firstRead } from '@/app/first-read'
import { ProvidersPage } from '@/components/providers/providers-page'
import { Hydrated } from '@/components/shell/hydrated'
import { providersQuery } from '@/lib/client/list-providers'
import { healthKey } from '@/lib/client/standing'
import { getHealth, listProviders } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Providers' }

export default async function Page() {
  const [providers, health] = await Promise.all([firstRead(listProviders()), firstRead(getHealth())])
  return (
    <Hydrated
      answers={[
        [providersQuery.queryKey, providers],
        [healthKey, health],
      ]}
    >
      <ProvidersPage />
    </Hydrated>
  )
}
