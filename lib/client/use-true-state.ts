import { useEffect, useState } from 'react'
import type { Health } from '@/lib/contract/streams'
import type { LinkState } from './event-stream'
import { serverNow } from './server-clock'

/** A live connection to a server that cannot reach Temporal brings nothing new: what is shown is stale. */
export function useTrueState(link: LinkState, health: Health | undefined): LinkState {
  const down = health?.temporal === 'down'
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(down ? serverNow() : null), [down])
  if (link.is !== 'live' || since === null) return link
  // The line about the page's health tells why.
  return { is: 'stale', since, why: null }
}
