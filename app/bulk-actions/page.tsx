import type { Metadata } from 'next'
import { firstOf, firstPaint } from '@/app/first-paint'
import { BulkActionsPage } from '@/components/bulk-actions/bulk-actions-page'
import { bulkActionsQuery } from '@/lib/client/queries'
import { getBulkActions } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Bulk actions' }

export default function Page() {
  return firstPaint(<BulkActionsPage />, [
    [bulkActionsQuery.queryKey, firstOf(getBulkActions({ limit: 20 }))],
  ])
}
