import { infiniteQueryOptions } from '@tanstack/react-query'
import type { PacketFilter, PacketPage } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
import { apiPaths } from '@/lib/contract/paths'
import { askAgain } from './explain-error'
import { filterParams, withParams } from './filter-params'
import { request } from './request'

/** One page of the list; `cursor` null asks for the first. */
export function fetchPackets(
  filter: PacketFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<PacketPage> {
  const params = filterParams(filter, { limit: String(usualPageSize), ...(cursor !== null && { cursor }) })
  return request<PacketPage>(withParams(apiPaths.packets, params), { signal })
}

/** Kept current by the list's event stream, so it never goes stale by itself. */
export function packetsQuery(filter: PacketFilter) {
  return infiniteQueryOptions({
    queryKey: ['packets', filterParams(filter)],
    queryFn: ({ pageParam, signal }) => fetchPackets(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}
