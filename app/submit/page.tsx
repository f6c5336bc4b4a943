import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { SubmitPage } from '@/components/submit/submit-page'
import { providersQuery } from '@/lib/client/queries'
import { listProviders } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Submit' }

export default function Page() {
  return firstPaint(<SubmitPage />, [[providersQuery.queryKey, listProviders()]])
}
