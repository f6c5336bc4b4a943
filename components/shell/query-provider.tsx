'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { isIntercepted, isRefusal } from '@/lib/client/client-error'

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

function worthRetrying(failures: number, error: Error): boolean {
  return !isRefusal(error) && !isIntercepted(error) && failures < 2
}

/**
 * An offline browser may still reach a Waybill on its own machine, so requests are always sent; those that cannot reach
 * it fail at once. In particular a change must never be sent later, when it is no longer expected.
 */
const networkMode = 'always'

/** Polled data is refetched when the page is looked at again. Queries fed by a stream set an infinite `staleTime`. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 2_000, retry: worthRetrying, networkMode, refetchOnReconnect: true },
      mutations: { networkMode },
    },
  })
}
