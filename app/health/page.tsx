import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { HealthPage } from '@/components/health/health-page'
import { healthReportQuery, selfTestsQuery } from '@/lib/client/queries'
import { listSelfTests, readHealthReport } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Health' }

export default function Page() {
  return firstPaint(<HealthPage />, [
    [healthReportQuery.queryKey, readHealthReport()],
    [selfTestsQuery.queryKey, listSelfTests()],
  ])
}
