/** Hooks with which a packet's page follows the packet. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiPath } from '@/lib/contract/paths'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { call } from './api'
import {
  fetchHealth,
  healthQuery,
  historyQuery,
  notePacket,
  packetNotificationsQuery,
  packetQuery,
} from './queries'
import { useEventStream } from './use-event-stream'

/** One packet, live until nothing more is expected to happen to it. */
export function useLivePacket(id: string) {
  const client = useQueryClient()
  const query = useQuery(packetQuery(id))
  const packet = query.data
  const isLive = packet === undefined || !isFinal(packet)
  const link = useEventStream(
    {
      path: isLive ? apiPath('/api/events/packets/{id}', { id }) : null,
      read: async (signal) => {
        const [now, health] = await Promise.all([
          call('GET /api/packets/{id}', { params: { id }, signal }),
          fetchHealth(client, signal),
        ])
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

/** The store may know what became of a packet before its workflow does. */
const behindMs = 2_000

/** Temporal's history of a packet; read again when the packet changes, and again when its workflow has caught up. */
export function useHistory({ id, updatedAt, settling }: Pick<Packet, 'id' | 'updatedAt' | 'settling'>) {
  const query = useInfiniteQuery(historyQuery(id))
  const { refetch } = query
  const standing = `${updatedAt} ${settling}`
  const read = useRef(standing)
  useEffect(() => {
    if (read.current === standing) return
    read.current = standing
    void refetch()
    const again = setTimeout(() => void refetch(), behindMs)
    return () => clearTimeout(again)
  }, [standing, refetch])
  return query
}

/**
 * The notifications of a packet. Read at first and after every change of the packet: an end is stored together with its
 * notifications, but for the first paint the server reads packet and notifications concurrently.
 */
export function usePacketNotifications({ id, updatedAt }: Pick<Packet, 'id' | 'updatedAt'>) {
  const query = useQuery(packetNotificationsQuery(id))
  const { refetch } = query
  const read = useRef<string | null>(null)
  useEffect(() => {
    if (read.current === updatedAt) return
    read.current = updatedAt
    void refetch()
  }, [updatedAt, refetch])
  return query
}
