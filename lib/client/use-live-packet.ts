import { useQuery, useQueryClient } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import { hasEnded } from '@/lib/packet/packet'
import { notePacket, packetQuery } from './get-packet'
import { healthKey } from './standing'
import { useEventStream } from './use-event-stream'

/** One packet, live until its workflow closes. */
export function useLivePacket(id: string) {
  const client = useQueryClient()
  const query = useQuery(packetQuery(id))
  const packet = query.data
  const closed = packet !== undefined && hasEnded(packet.status) && !packet.settling
  const link = useEventStream(closed ? null : apiPaths.packetEvents(id), (name, json) => {
    if (name === 'health') client.setQueryData(healthKey, JSON.parse(json))
    if (name === 'packet') notePacket(client, JSON.parse(json))
  })
  return { query, link, closed }
}
