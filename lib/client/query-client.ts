import { QueryClient } from '@tanstack/react-query'
import { isRefusal } from './client-error'

function worthRetrying(failures: number, error: Error): boolean {
  return !isRefusal(error) && failures < 2
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 2_000, retry: worthRetrying, refetchOnWindowFocus: false },
    },
  })
}
