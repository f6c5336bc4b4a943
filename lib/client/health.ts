import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { Readiness } from '@/lib/contract/health'
import { apiPaths } from '@/lib/contract/paths'
import type { Health } from '@/lib/contract/streams'
import { ClientError } from './client-error'
import { every } from './explain-error'
import { request } from './request'
import { healthKey } from './standing'

/**
 * Whether packets are worked on. An open event stream tells it; without one, or when it has ended, the server is
 * asked now and then, or the last word it said would stand for ever.
 */
export function useHealth({ streamed }: { streamed: boolean }): Health | undefined {
  return useQuery({ ...healthQuery, enabled: !streamed }).data
}

const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ client, signal }) => fetchHealth(client, signal),
  refetchInterval: every(10_000),
})

/** Without a worker the answer does not tell of a pause or of stuck packets, and nobody changes either. */
export async function fetchHealth(client: QueryClient, signal: AbortSignal): Promise<Health> {
  try {
    const { workers, sending, stuck, warnings } = await request<Readiness>(apiPaths.ready, { signal })
    return { store: 'up', temporal: 'up', workers, reasons: [], sending, stuck, warnings }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    if (error.code === 'NOT_READY') {
      const { sending = null, stuck = null, warnings = [] } = client.getQueryData<Health>(healthKey) ?? {}
      return { store: 'up', temporal: 'up', workers: 0, reasons: [error.message], sending, stuck, warnings }
    }
    const unknown = { reasons: [error.message], workers: null, sending: null, stuck: null, warnings: [] }
    if (error.code === 'STORE_UNREACHABLE' || error.code === 'STORE_SET_BACK')
      return { store: 'down', temporal: 'up', ...unknown }
    if (error.code === 'TEMPORAL_UNREACHABLE') return { store: 'up', temporal: 'down', ...unknown }
    throw error
  }
}
