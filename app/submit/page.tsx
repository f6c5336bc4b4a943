import type { Metadata } from 'next'
import { firstRead, Hydrated } from '@/app/first-paint'
import { SubmitPage } from '@/components/submit/submit-page'
import { healthQuery, providersQuery } from '@/lib/client/queries'
import { getHealth, listProviders } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Submit' }

export default async function Page() {
  const [providers, health] = await Promise.all([firstRead(listProviders()), firstRead(getHealth())])
  return (
    <Hydrated
      answers={[
        [providersQuery.queryKey, providers],
        [healthQuery.queryKey, health],
      ]}
    >
      <SubmitPage />
    </Hydrated>
  )
}
