import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** What a page starts with; null where the server could not say, and the browser asks by itself. */
export type FirstAnswer = readonly [key: QueryKey, answer: object | null]

/** Hands what the server read to the browser's query cache. */
export function Hydrated({ answers, children }: { answers: readonly FirstAnswer[]; children: ReactNode }) {
  const client = new QueryClient()
  for (const [key, answer] of answers) if (answer !== null) client.setQueryData(key, answer)
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}
