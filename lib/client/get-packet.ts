import { queryOptions } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { askAgain } from './explain-error'
import { request } from './request'

function fetchPacket(id: string, signal?: AbortSignal): Promise<Packet> {
  return request<Packet>(apiPaths.packet(id), { signal })
}

/** Kept current by the packet's event stream. */
export function packetQuery(id: string) {
  return queryOptions({
    queryKey: ['packet', id],
    queryFn: ({ signal }) => fetchPacket(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}
