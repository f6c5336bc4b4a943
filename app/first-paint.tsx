import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { healthQuery } from '@/lib/client/queries'
import { ApiError, getHealth } from '@/lib/server/first-paint'

/** Longer than that, a page comes without its data and says so, rather than not at all. */
const patienceMs = 1_000

/** What a page starts with: under which key, and the read that answers it; null where nothing is to be read. */
type FirstAnswer = readonly [key: QueryKey, read: Promise<object> | null]

/**
 * A page with what the server could read in time, and how the parts behind it are, in the browser's query cache. For
 * what would take too long, is refused or cannot be reached, the browser asks by itself.
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

/** The first page of what is read in pages. */
export async function firstOf<T>(read: Promise<T>): Promise<{ pages: T[]; pageParams: null[] }> {
  return { pages: [await read], pageParams: [null] }
}

async function inTime<T>(read: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  // One that fails after its time was up must not count as unhandled.
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
