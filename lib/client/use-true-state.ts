import { useEffect, useRef, useState } from 'react'
import type { Health } from '@/lib/contract/streams'
import type { LinkState } from './event-stream'
import { serverNow } from './server-clock'

/** A connection that was just opened has not said yet how the store is. */
const trustedAfterMs = 4_000

/** A live connection to a server that cannot reach the store brings nothing new: what is shown is stale. */
export function useTrueState(link: LinkState, health: Health | undefined): LinkState {
  const down = health?.store === 'down'
  const lastTrue = useLastTime(link.is === 'live' && !down)
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(down ? (lastTrue.current ?? serverNow()) : null), [down, lastTrue])
  if (link.is !== 'live' || since === null) return link
  // The line about the page's health tells why.
  return { is: 'stale', since, why: null }
}

/** When it last held, in milliseconds since the epoch; null before it ever did for long enough to be trusted. */
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
