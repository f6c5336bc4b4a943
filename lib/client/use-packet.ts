/** One packet as its page follows it. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiPaths } from '@/lib/contract/paths'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { fetchPacket } from './api'
import { fetchHealth, healthQuery, historyQuery, notePacket, packetQuery } from './queries'
import { useEventStream } from './use-event-stream'

/** One packet, live until its workflow closes. */
export function useLivePacket(id: string) {
  const client = useQueryClient()
  const query = useQuery(packetQuery(id))
  const packet = query.data
  const closed = packet !== undefined && hasEnded(packet.status) && !packet.settling
  const link = useEventStream(
    {
      path: closed ? null : apiPaths.packetEvents(id),
      read: async (signal) => {
        const [now, health] = await Promise.all([fetchPacket(id, signal), fetchHealth(client, signal)])
        return [
          ['packet', now],
          ['health', health],
        ]
      },
    },
    (name, json) => {
      if (name === 'health') client.setQueryData(healthQuery.queryKey, JSON.parse(json))
      if (name === 'packet') notePacket(client, JSON.parse(json))
    },
  )
  return { query, link }
}

/** What Temporal has recorded of a packet; read again when the packet changes, so that it lags behind nothing. */
export function useHistory({ id, updatedAt, settling }: Pick<Packet, 'id' | 'updatedAt' | 'settling'>) {
  const query = useInfiniteQuery(historyQuery(id))
  const { refetch } = query
  const standing = `${updatedAt} ${settling}`
  const read = useRef(standing)
  useEffect(() => {
    if (read.current === standing) return
    read.current = standing
    void refetch()
  }, [standing, refetch])
  return query
}
