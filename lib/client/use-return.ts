import { useEffect, useEffectEvent, useRef } from 'react'
import type { LinkState } from './event-stream'

/** Acts when a stream is live again after it was lost: it tells what is, and not what became of what it told before. */
export function useReturn(link: LinkState, act: () => void): void {
  const lost = useRef(false)
  const onReturn = useEffectEvent(act)
  useEffect(() => {
    if (link.is === 'live' && lost.current) onReturn()
    lost.current = link.is === 'reconnecting' || link.is === 'stale' || link.is === 'intercepted'
  }, [link.is])
}
