import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Packet } from '@/lib/packet/packet'
import { holdOrder } from './held-order'

/** A resting hand aims at nothing any more. */
const restMs = 2_000

/** Holds the order of the rows while a mouse moves over them or the keyboard's focus is among them. */
export function useHeldOrder(rows: Packet[]) {
  const [held, setHeld] = useState<Packet[] | null>(null)
  const latest = useRef(rows)
  const shown = held === null ? { rows, waiting: 0 } : holdOrder(held, rows)
  useEffect(() => {
    latest.current = shown.rows
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const hold = () => setHeld((was) => was ?? latest.current)
  const release = () => {
    clearTimeout(timer.current)
    setHeld(null)
  }
  const handlers = {
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return
      hold()
      clearTimeout(timer.current)
      timer.current = setTimeout(release, restMs)
    },
    onPointerLeave: release,
    onFocus: (event: FocusEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches(':focus-visible')) hold()
    },
    onBlur: release,
  }
  return { ...shown, handlers }
}
