import { queryOptions } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import type { ProviderList } from '@/lib/contract/provider-list'
import { every } from './explain-error'
import { request } from './request'

/** The server counts at most every few seconds. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => request<ProviderList>(apiPaths.providers, { signal }),
  // A probe or a breaker is worth watching.
  refetchInterval: (query) => every(query.state.data?.items.some(isMoving) ? 1_000 : 5_000)(query),
})

function isMoving({ state: { probe, breaker } }: ProviderList['items'][number]): boolean {
  return probe?.phase === 'queued' || probe?.phase === 'sent' || breaker.state !== 'closed'
}
