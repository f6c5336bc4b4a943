import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { healthQuery } from '@/lib/client/queries'
import { ApiError, getHealth } from '@/lib/server/first-paint'

/** Time limit of the server's reads. A page whose reads take longer is sent without data and shows that it loads. */
const patienceMs = 1_000

/** A query key, and the read that provides its first answer; the read is null where there is nothing to read. */
type FirstAnswer = readonly [key: QueryKey, read: Promise<object> | null]

/**
 * Renders a page with the answers that the server could read in time, and the health of all parts, in the browser's
 * query cache. The browser itself requests whatever took too long, was refused or could not be reached.
 */
export async function firstPaint(page: ReactNode, reads: readonly FirstAnswer[]): Promise<ReactNode> {
  const client = new QueryClient()
  const all: readonly FirstAnswer[] = [...reads, [healthQuery.queryKey, getHealth()]]
  await Promise.all(
    all.map(async ([key, read]) => {
      const answer = read && (await inTime(read))
      if (answer !== null) client.setQueryData(key, answer)
    }),
  )
  return <HydrationBoundary state={dehydrate(client)}>{page}</HydrationBoundary>
}

/** The first page of a paginated read, in the form of an infinite query. */
export async function firstOf<T>(read: Promise<T>): Promise<{ pages: T[]; pageParams: null[] }> {
  return { pages: [await read], pageParams: [null] }
}

async function inTime<T>(read: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  // A read that fails after the time limit must not raise an unhandled rejection.
  read.catch(() => undefined)
  try {
    return await Promise.race([read, late])
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}
