import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BoardChange } from '@/lib/contract/board'
import { apiPath } from '@/lib/contract/paths'
import { serverNow } from './answer-headers'
import { call } from './api'
import { LiveBoard } from './live-board'
import { fetchHealth, healthQuery } from './queries'
import { useEventStream } from './use-event-stream'

/** Everything in flight, followed while the page is open. */
export function useLiveBoard() {
  const client = useQueryClient()
  const [board] = useState(() => new LiveBoard())
  const link = useEventStream(
    {
      path: apiPath('/api/events/board'),
      read: async (signal) => {
        const [now, health] = await Promise.all([
          call('GET /api/board', { signal }),
          fetchHealth(client, signal),
        ])
        return [
          ['board', now],
          ['health', health],
        ]
      },
    },
    (name, json) => {
      if (name === 'health') client.setQueryData(healthQuery.queryKey, JSON.parse(json))
      if (name !== 'board') return
      const change: BoardChange = JSON.parse(json)
      board.apply(change, serverNow())
    },
  )
  return { board, link }
}
