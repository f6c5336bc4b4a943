import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import type { RoutePlan } from '@/lib/contract/route-plan'
import { every } from './explain-error'
import { request } from './request'

/** What a dry run begins with. */
export const exampleDestination = '+016660002222'

/** Where a packet to this destination would go now. */
export function routePlanQuery(destination: string) {
  const query = new URLSearchParams({ destination })
  return queryOptions({
    queryKey: ['route', destination],
    queryFn: ({ signal }) => request<RoutePlan>(`${apiPaths.route}?${query}`, { signal }),
    refetchInterval: every(5_000),
    placeholderData: keepPreviousData,
  })
}
