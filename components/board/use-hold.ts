import { useEffect, useRef } from 'react'
import type { Stage } from './stage'

/** After so long without a move of the mouse the lanes go on. */
const restMs = 10_000

/** Holds the lanes while the mouse moves over them or the keyboard's focus is among them. */
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
