import { QueryClient } from '@tanstack/react-query'
import { ClientError } from './client-error'

/** A refusal is an answer: asking again would not change it. */
function worthRetrying(failures: number, error: Error): boolean {
  const refused = error instanceof ClientError && error.status !== null && error.status < 500
  return !refused && failures < 2
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 2_000, retry: worthRetrying, refetchOnWindowFocus: false },
    },
  })
}
