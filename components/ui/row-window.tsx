'use client'
/** Long tables of which only the rows in the window are drawn. All rows are equally high. */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { narrowScreen, useMedia } from './browser'

/** In rem: a row in one line, `h-10`, and the card that it is on a narrow screen, `h-22`. */
const rowHeight = 2.5
const cardHeight = 5.5

/** What the server draws, before anyone knows the window. */
const firstScreen = { width: 1280, height: 1000 }

/**
 * The rows that are drawn, each with the room that what is not drawn takes before it, and how much room the rest takes
 * behind the last. A row carries its index in `data-index`.
 */
export function useRowWindow(count: number) {
  const { ref, top, rem } = usePlace()
  const narrow = useMedia(narrowScreen)
  const height = (narrow ? cardHeight : rowHeight) * rem
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 8,
    rangeExtractor: useRangeWithFocus(ref),
    scrollMargin: top,
    initialRect: firstScreen,
    // Where a reloaded page was scrolled to is not known to the server, and both must draw the same at first.
    initialOffset: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows have another height then
  useEffect(() => virtual.measure(), [virtual, height])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)
  return {
    tableRef: ref,
    items: items.map(({ index, start }, nth) => ({ index, before: start - (items[nth - 1]?.end ?? top) })),
    lastIndex: last?.index ?? -1,
    behind: last === undefined ? 0 : virtual.getTotalSize() - (last.end - top),
  }
}

/** The row that has the keyboard's focus stays, and so do the rows beside it, or scrolling would lose the place. */
function useRangeWithFocus(table: RefObject<HTMLTableElement | null>) {
  return useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range)
      const active = table.current?.ownerDocument.activeElement
      const focused = active?.closest<HTMLElement>('tr[data-index]')
      if (!focused || !table.current?.contains(focused)) return indexes
      const here = Number(focused.dataset.index)
      const around = [here - 1, here, here + 1].filter((index) => index >= 0 && index < range.count)
      return [...new Set([...around, ...indexes])].sort((one, other) => one - other)
    },
    [table],
  )
}

/**
 * Where the table begins in the document, which is what a scrolling window counts from: it is lower down when a line
 * above it comes. And how large a rem is.
 */
function usePlace() {
  const ref = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(0)
  const [rem, setRem] = useState(16)
  useEffect(() => {
    setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
    const measure = () => {
      if (ref.current !== null) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [])
  return { ref, top, rem }
}

/**
 * Stands for rows that are not drawn. An element of its own rather than padding of the body: a browser keeps what is
 * read in its place only while nothing around it changes its padding.
 */
export function Spacer({ height }: { height: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
  return <tr aria-hidden="true" className="block" style={{ height }} />
}
