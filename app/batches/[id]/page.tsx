import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import { firstOf, firstPaint } from '@/app/first-paint'
import { BatchPage } from '@/components/batches/batch-page'
import { batchQuery, packetsQuery } from '@/lib/client/queries'
import { loadPacketSearch, toFilter } from '@/lib/client/search'
import type { Batch } from '@/lib/contract/batch'
import { packetFilter } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
import { ApiError, getBatch, listPackets } from '@/lib/server/first-paint'

interface PageInput {
  params: Promise<{ id: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: PageInput): Promise<Metadata> {
  return { title: `Batch ${(await params).id}` }
}

export default async function Page({ params, searchParams }: PageInput) {
  const { id } = await params
  const filter = { ...toFilter(await loadPacketSearch(searchParams)), batch: id }
  // Skip the server read for an invalid filter. The browser repeats the request, and the API's refusal says why.
  const { data: valid } = packetFilter.safeParse(filter)
  if (valid === undefined && !packetFilter.safeParse({ batch: id }).success) notFound()
  return firstPaint(<BatchPage id={id} />, [
    [batchQuery(id).queryKey, readBatch(id)],
    [packetsQuery(filter).queryKey, valid ? firstOf(listPackets({ ...valid, limit: usualPageSize })) : null],
  ])
}

async function readBatch(id: string): Promise<Batch> {
  try {
    return await getBatch(id)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) notFound()
    throw error
  }
}
