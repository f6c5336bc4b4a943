import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { NotificationsPage } from '@/components/notifications/notifications-page'
import { receiversQuery } from '@/lib/client/queries'
import { listAllReceivers } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Notifications' }

export default async function Page() {
  return firstPaint(<NotificationsPage />, [[receiversQuery.queryKey, listAllReceivers()]])
}
