/** What every page shows beside its own subject: counts per status, and whether the parts behind it work. */
import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Attention, StatusCounts } from '@/lib/contract/streams'

export const countsKey = ['counts'] as const
export const attentionKey = ['attention'] as const
export const healthKey = ['health'] as const

/** Filled by the first paint and then by the list's event stream. */
export const countsQuery = queryOptions<StatusCounts>({
  queryKey: countsKey,
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})

/** Likewise. */
export const attentionQuery = queryOptions<Attention>({
  queryKey: attentionKey,
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})
