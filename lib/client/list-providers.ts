import { queryOptions } from '@tanstack/react-query'
import { apiPaths } from '@/lib/contract/paths'
import type { ProviderList } from '@/lib/contract/provider-config'
import { request } from './request'

/** Counts come from visibility, which the server asks at most every few seconds. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => request<ProviderList>(apiPaths.providers, { signal }),
  refetchInterval: 5_000,
})
