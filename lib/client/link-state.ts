/** How current a page's data is, and whether the parts behind it work. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Health } from '@/lib/contract/streams'
import { serverNow } from './answer-headers'
import { isIntercepted, isRefusal, whatFailed } from './client-error'
import { healthQuery } from './queries'

export type LinkState =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  /** The data is polled every few seconds, because the stream cannot be followed; `why` is a sentence. */
  | { readonly is: 'polling'; readonly why: string }
  | { readonly is: 'reconnecting' }
  /** Several tries failed. The data dates from `since`, in milliseconds since the epoch. `why` null: told elsewhere. */
  | { readonly is: 'stale'; readonly since: number; readonly why: string | null }
  /** Something in front of the server answers in its place, such as a sign-in page; `why` says what to do. */
  | { readonly is: 'intercepted'; readonly since: number; readonly why: string }
  /** The server refused the request, and asking again would not change that. */
  | { readonly is: 'refused' }
  /** Nothing more will come. */
  | { readonly is: 'ended' }

interface Polled {
  data: unknown
  dataUpdatedAt: number
  error: Error | null
}

/** The same state for a page that polls instead of keeping a stream open. */
export function linkOf(query: Polled): LinkState {
  const { error } = query
  if (error !== null && isIntercepted(error)) {
    return { is: 'intercepted', since: query.dataUpdatedAt, why: whatFailed(error) }
  }
  if (query.data === undefined) {
    if (error === null) return { is: 'connecting' }
    return { is: isRefusal(error) ? 'refused' : 'reconnecting' }
  }
  if (error === null) return { is: 'live' }
  return { is: 'stale', since: query.dataUpdatedAt, why: whatFailed(error) }
}

/** A connection that is younger than this may not have told the state of the store yet. */
const trustedAfterMs = 4_000

/** A live connection to a server that cannot reach the store brings no new data, so the state is stale. */
export function useTrueState(link: LinkState, health: Health | undefined): LinkState {
  const down = health?.store === 'down'
  const lastTrue = useLastTime(link.is === 'live' && !down)
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(down ? (lastTrue.current ?? serverNow()) : null), [down, lastTrue])
  if (link.is !== 'live' || since === null) return link
  // The page's line about health tells why.
  return { is: 'stale', since, why: null }
}

/** When `holds` was last true, in milliseconds since the epoch; null until it has been true for long enough. */
function useLastTime(holds: boolean) {
  const last = useRef<number | null>(null)
  useEffect(() => {
    if (!holds) return
    const begun = serverNow()
    return () => {
      const now = serverNow()
      if (now - begun >= trustedAfterMs) last.current = now
    }
  }, [holds])
  return last
}

/**
 * Whether packets are worked on. An open event stream tells this. Without one, or after it has ended, the server is
 * polled, since the last known state would otherwise never change.
 */
export function useHealth({ streamed }: { streamed: boolean }): Health | undefined {
  return useQuery({ ...healthQuery, enabled: !streamed }).data
}
