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
 * A browser without a network may still reach a Waybill on its own machine, so being offline stops nothing: what
 * cannot be reached fails and says so. A change above all must not be sent later, when it is not expected any more.
 */
const networkMode = 'always'

/** What a page polls is read anew when it is looked at again; what a stream keeps current never goes stale. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 2_000, retry: worthRetrying, networkMode, refetchOnReconnect: true },
      mutations: { networkMode },
    },
  })
}
