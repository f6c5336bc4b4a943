import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Packet } from '@/lib/packet/packet'
import { historyQuery } from './get-history'

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
