/** Rows keep their places while one is aimed at; what they show goes on changing. */
import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Packet } from '@/lib/packet/packet'

/** After so long without a move of the mouse the rows are in order again. */
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

/**
 * The rows in the order they had when the hand came, each as new as it is known. What has left the list since
 * stays until the hand goes; what belongs behind the last held row is added there.
 * @returns the rows, and how many wait to take their place among them
 */
export function holdOrder(
  held: readonly Packet[],
  rows: readonly Packet[],
): { rows: Packet[]; waiting: number } {
  const current = new Map(rows.map((packet) => [packet.id, packet]))
  const kept = held.map((packet) => current.get(packet.id) ?? packet)
  const known = new Set(held.map((packet) => packet.id))
  const lastHeld = rows.findLastIndex((packet) => known.has(packet.id))
  const strangers = rows.filter((packet) => !known.has(packet.id))
  const behind = strangers.filter((packet) => rows.indexOf(packet) > lastHeld)
  return { rows: [...kept, ...behind], waiting: strangers.length - behind.length }
}
