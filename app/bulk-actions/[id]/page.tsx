import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { firstPaint } from '@/app/first-paint'
import { BulkPage } from '@/components/bulk-actions/bulk-page'
import { bulkActionQuery } from '@/lib/client/queries'
import type { BulkAction } from '@/lib/contract/bulk-action'
import { ApiError, recentBulkAction } from '@/lib/server/first-paint'

interface PageInput {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: 'Bulk action' }

export default async function Page({ params }: PageInput) {
  const { id } = await params
  return firstPaint(<BulkPage id={id} />, [[bulkActionQuery(id).queryKey, read(id)]])
}

async function read(id: string): Promise<BulkAction> {
  try {
    return await recentBulkAction(id)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) notFound()
    throw error
  }
}
