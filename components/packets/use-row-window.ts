import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { narrowScreen, useMedia } from '@/components/ui/use-media'

const rowHeight = 40
const cardHeight = 88
/** What the server draws, before anyone knows the window. */
const firstScreen = { width: 1280, height: 1000 }

/** The part of a long list that is in the window, and how much room the rest takes before and behind it. */
export function useRowWindow(ids: readonly string[]) {
  const { ref, top } = useTop()
  const narrow = useMedia(narrowScreen)
  const virtual = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    scrollMargin: top,
    initialRect: firstScreen,
    // Where a reloaded page was scrolled to is not known to the server, and both must draw the same at first.
    initialOffset: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights known so far were those of the other shape
  useEffect(() => virtual.measure(), [virtual, narrow])
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  return {
    tableRef: ref,
    items,
    lastIndex: last?.index ?? -1,
    before: first === undefined ? 0 : first.start - top,
    behind: last === undefined ? 0 : virtual.getTotalSize() - (last.end - top),
    measure: virtual.measureElement,
  }
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
