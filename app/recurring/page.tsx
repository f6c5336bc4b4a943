import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { RecurringPage } from '@/components/recurring/recurring-page'
import { recurrencesQuery } from '@/lib/client/queries'
import { getRecurrences } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Recurring' }

export default function Page() {
  const read = getRecurrences().then((items) => ({ items }))
  return firstPaint(<RecurringPage />, [[recurrencesQuery.queryKey, read]])
}
