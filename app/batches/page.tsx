import type { Metadata } from 'next'
import { firstOf, firstPaint } from '@/app/first-paint'
import { BatchesPage } from '@/components/batches/batches-page'
import { batchesQuery } from '@/lib/client/queries'
import { getBatches } from '@/lib/server/first-paint'

export const metadata: Metadata = { title: 'Batches' }

export default function Page() {
  return firstPaint(<BatchesPage />, [[batchesQuery.queryKey, firstOf(getBatches({ limit: 20 }))]])
}
