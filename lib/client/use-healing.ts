import { useEffect, useEffectEvent, useRef } from 'react'
import type { LiveList } from './live-list'

const everyMs = 10_000

/**
 * Pages behind the live first one grow old. While that matters, they are renewed now and then, if the stream has
 * shown a change since. `cause` is the live list, or null while there is nothing to renew.
 */
export function useHealing(cause: LiveList | null, heal: () => void): void {
  const dirty = useRef(false)
  const onHeal = useEffectEvent(heal)
  const wanted = cause !== null
  useEffect(() => {
    if (cause !== null) dirty.current = true
  }, [cause])
  useEffect(() => {
    if (!wanted) return
    const timer = setInterval(() => {
      if (!dirty.current || document.visibilityState === 'hidden') return
      dirty.current = false
      onHeal()
    }, everyMs)
    return () => clearInterval(timer)
  }, [wanted])
}
