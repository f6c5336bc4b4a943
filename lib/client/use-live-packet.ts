import { useQuery, useQueryClient } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import { hasEnded } from '@/lib/packet/packet'
import { fetchPacket, notePacket, packetQuery } from './get-packet'
import { fetchHealth } from './health'
import { healthKey } from './standing'
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
      if (name === 'health') client.setQueryData(healthKey, JSON.parse(json))
      if (name === 'packet') notePacket(client, JSON.parse(json))
    },
  )
  return { query, link, closed }
}
