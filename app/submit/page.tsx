import type { Metadata } from 'next'
import { firstRead } from '@/app/first-read'
import { Hydrated } from '@/components/shell/hydrated'
import { SubmitPage } from '@/components/submit/submit-page'
import { providersQuery } from '@/lib/client/list-providers'
import { healthKey } from '@/lib/client/standing'
import { getHealth, listProviders } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Submit' }

export default async function Page() {
  const [providers, health] = await Promise.all([firstRead(listProviders()), firstRead(getHealth())])
  return (
    <Hydrated
      answers={[
        [providersQuery.queryKey, providers],
        [healthKey, health],
      ]}
    >
      <SubmitPage />
    </Hydrated>
  )
}
