import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError } from '@/lib/server/first-paint'

/** Longer than that, a page comes without its data and says so, rather than not at all. */
const patienceMs = 1_000

/** What the page can start with; null when it would have to wait too long, or for a refusal or an outage. */
export async function firstRead<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await inTime(read)
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

/** The answer, or null when it does not come in time. Refusals pass. */
export async function inTime<T>(read: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  // One that fails after its time was up must not count as unhandled.
  read.catch(() => undefined)
  try {
    return await Promise.race([read, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a page starts with; null where the server could not say, and the browser asks by itself. */
export type FirstAnswer = readonly [key: QueryKey, answer: object | null]

/** Hands what the server read to the browser's query cache. */
export function Hydrated({ answers, children }: { answers: readonly FirstAnswer[]; children: ReactNode }) {
  const client = new QueryClient()
  for (const [key, answer] of answers) if (answer !== null) client.setQueryData(key, answer)
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}
