import { infiniteQueryOptions } from '@tanstack/react-query'
import type { HistoryPage } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import { askAgain } from './explain-error'
import { withParams } from './filter-params'
import { request } from './request'

export function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['packet', id, 'history'],
    queryFn: ({ pageParam, signal }) => {
      const params = pageParam === null ? '' : new URLSearchParams({ cursor: pageParam }).toString()
      return request<HistoryPage>(withParams(apiPaths.history(id), params), { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: askAgain,
  })
}
