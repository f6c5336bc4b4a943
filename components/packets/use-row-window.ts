import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { narrowScreen, useMedia } from '@/components/ui/use-media'

const rowHeight = 40
const cardHeight = 88
/** What the server draws, before anyone knows the window. */
const firstScreen = { width: 1280, height: 1000 }

/**
 * The part of a long list that is in the window, each row with the room that what is not drawn takes before it, and
 * how much room the rest takes behind the last.
 */
export function useRowWindow(ids: readonly string[]) {
  const { ref, top } = useTop()
  const narrow = useMedia(narrowScreen)
  const virtual = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    rangeExtractor: useRangeWithFocus(ref),
    scrollMargin: top,
    initialRect: firstScreen,
    // Where a reloaded page was scrolled to is not known to the server, and both must draw the same at first.
    initialOffset: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights known so far were those of the other shape
  useEffect(() => virtual.measure(), [virtual, narrow])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)
  return {
    tableRef: ref,
    items: items.map(({ index, start }, nth) => ({ index, before: start - (items[nth - 1]?.end ?? top) })),
    lastIndex: last?.index ?? -1,
    behind: last === undefined ? 0 : virtual.getTotalSize() - (last.end - top),
    measure: virtual.measureElement,
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

/** Where the table begins in the document, which is what a scrolling window counts from. */
function useTop() {
  const ref = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(0)
  useEffect(() => {
    const measure = () => {
      if (ref.current !== null) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [])
  return { ref, top }
}
