import { useEffect, useRef } from 'react'
import type { Stage } from './stage'

/** The hold ends after this long without a mouse move or a key. */
const restMs = 10_000

/** Holds the lanes while they are pointed at or used by keyboard, at most `restMs` after the last move or key. */
export function useHold(stage: Stage) {
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const release = () => {
    clearTimeout(rest.current)
    stage.hold(false)
  }
  const hold = () => {
    stage.hold(true)
    clearTimeout(rest.current)
    rest.current = setTimeout(() => stage.hold(false), restMs)
  }
  useEffect(
    () => () => {
      clearTimeout(rest.current)
      stage.hold(false)
    },
    [stage],
  )
  return { hold, release }
}
