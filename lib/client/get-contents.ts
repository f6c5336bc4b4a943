import { queryOptions } from '@tanstack/react-query'
import type { Contents } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import { askAgain } from './explain-error'
import { request } from './request'

/** Contents never change; they leave the browser's memory with the page that asked for them. */
export function contentsQuery(id: string) {
  return queryOptions({
    queryKey: ['packet', id, 'contents'],
    queryFn: ({ signal }) => request<Contents>(apiPaths.contents(id), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: askAgain,
  })
}
