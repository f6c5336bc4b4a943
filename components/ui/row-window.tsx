'use client'
/** Long tables that render only the rows in the window. All rows have the same height. */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { narrowScreen, useMedia } from './browser'

/** In rem: the height of a one-line row, `h-10`, and of a card on a narrow screen, `h-22`. */
const rowHeight = 2.5
const cardHeight = 5.5

/** The window size that the server assumes. */
const firstScreen = { width: 1280, height: 1000 }

/**
 * The rows to render, each with the height of the gap before it, and the height of the rest after the last one. Each
 * row element must have its index in `data-index`.
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
    // The server does not know the scroll position of a reloaded page, and both must render the same at first.
    initialOffset: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of all rows has changed
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

/** Keeps the focused row and its neighbours rendered; otherwise scrolling would lose the focus. */
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
 * The table's offset in the document, which window scrolling is measured from and which changes with the content above.
 * And the size of a rem.
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
 * Stands for rows that are not rendered. An element, not padding of the body: browsers suspend scroll anchoring when an
 * ancestor's padding changes.
 */
export function Spacer({ height }: { height: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
  return <tr aria-hidden="true" className="block" style={{ height }} />
}
