/** Keeps rows in their places while one is pointed at or focused. Their contents still change. */
import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Packet } from '@/lib/packet/packet'

/** The rows are in order again after this long without a mouse move. */
const restMs = 2_000

/** Holds the order of the rows while a mouse moves over them or a row has keyboard focus. */
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
 * The rows in the order they had when the hold began, each with its newest data. A row that has left the list since
 * stays until the hold ends; new rows after the last held row are added at once.
 * @returns the rows, and how many new rows wait to be placed among them
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
