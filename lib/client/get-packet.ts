import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { askAgain } from './explain-error'
import { newer } from './newer'
import { request } from './request'

export function fetchPacket(id: string, signal?: AbortSignal): Promise<Packet> {
  return request<Packet>(apiPaths.packet(id), { signal })
}

/** Kept current by the packet's event stream. */
export function packetQuery(id: string) {
  const queryKey = ['packet', id] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => {
      const packet = await fetchPacket(id, signal)
      return newer(client.getQueryData<Packet>(queryKey), packet)
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Takes a packet from a stream or from the answer to a change, unless what is known is newer. */
export function notePacket(client: QueryClient, packet: Packet): void {
  client.setQueryData<Packet>(packetQuery(packet.id).queryKey, (known) => newer(known, packet))
}
