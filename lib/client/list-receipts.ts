import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { KeptReceiptFilter, KeptReceiptPage, PacketReceipts } from '@/lib/contract/kept-receipt'
import { usualPageSize } from '@/lib/contract/paging'
import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { isRefusal } from './client-error'
import { every } from './explain-error'
import { withParams } from './filter-params'
import { request } from './request'

const everyMs = 4_000
/** Every page that was read is read again. */
const everyMsOfMany = 15_000

function fetchReceipts(
  filter: KeptReceiptFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<KeptReceiptPage> {
  const params = new URLSearchParams({ limit: String(usualPageSize) })
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) params.set(name, value)
  if (cursor !== null) params.set('cursor', cursor)
  return request<KeptReceiptPage>(withParams(apiPaths.keptReceipts, params.toString()), { signal })
}

/** Receipts that no packet took, asked for again every few seconds. */
export function receiptsQuery(filter: KeptReceiptFilter) {
  const { provider, reason, packet } = filter
  return infiniteQueryOptions({
    queryKey: ['receipts', provider ?? null, reason ?? null, packet ?? null],
    queryFn: ({ pageParam, signal }) => fetchReceipts(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: (query) => {
      const { data, error } = query.state
      if (error !== null && isRefusal(error)) return false
      return every((data?.pages.length ?? 0) > 1 ? everyMsOfMany : everyMs)(query)
    },
  })
}

/** Every genuine receipt for a packet; read again when the packet has changed. */
export function packetReceiptsQuery({ id, updatedAt }: Pick<Packet, 'id' | 'updatedAt'>) {
  return queryOptions({
    queryKey: ['packet-receipts', id, updatedAt],
    queryFn: ({ signal }) => request<PacketReceipts>(apiPaths.packetReceipts(id), { signal }),
    placeholderData: keepPreviousData,
  })
}
