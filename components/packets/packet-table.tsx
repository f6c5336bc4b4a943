'use client'
import { useTable } from '@tanstack/react-table'
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import {
  type DOMAttributes,
  Fragment,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { narrowScreen, useMedia } from '@/components/ui/browser'
import type { Packet } from '@/lib/packet/packet'
import { columns, features, PacketRow, type PacketTableModel, places, rowGrid } from './packet-row'

interface PacketTableProps {
  rows: Packet[]
  total: number
  glowing: ReadonlySet<string>
  /** The rows still belong to another filter. */
  outdated: boolean
  onEndReached: () => void
  /** Watches over the rows. */
  handlers: DOMAttributes<HTMLTableSectionElement>
}

const rowsBeforeEnd = 10

export function PacketTable({ rows, total, glowing, outdated, onEndReached, handlers }: PacketTableProps) {
  const table = useTable({ features, columns, data: rows, getRowId: (packet) => packet.id })
  const model = table.getRowModel().rows
  const part = useRowWindow(useMemo(() => rows.map((packet) => packet.id), [rows]))
  const { lastIndex } = part
  useEffect(() => {
    if (lastIndex >= rows.length - rowsBeforeEnd) onEndReached()
  }, [lastIndex, rows.length, onEndReached])

  return (
    <table
      ref={part.tableRef}
      aria-label="Packets"
      aria-rowcount={total + 1}
      aria-busy={outdated}
      onKeyDown={moveBetweenRows}
      className={clsx('block rounded-lg border border-line bg-panel', outdated && 'opacity-60')}
    >
      <TableHead table={table} />
      <tbody {...handlers} className="block">
        <Spacer height={part.items[0]?.before ?? 0} />
        {part.items.map(({ index, before }, nth) => {
          const row = model[index]
          if (row === undefined) return null
          return (
            <Fragment key={row.id}>
              {nth > 0 && before > 0 && <Spacer height={before} />}
              <PacketRow
                table={table}
                row={row}
                index={index}
                glowing={glowing.has(row.id)}
                measure={part.measure}
              />
            </Fragment>
          )
        })}
        <Spacer height={part.behind} />
      </tbody>
    </table>
  )
}

/** Stays in view; on a narrow screen, where rows are cards, only for those who hear the page. */
function TableHead({ table }: { table: PacketTableModel }) {
  return (
    <thead className="sticky top-0 z-20 block rounded-t-lg border-b border-line bg-panel max-lg:sr-only">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} aria-rowindex={1} className={clsx(rowGrid, 'h-9')}>
          {group.headers.map((header) => (
            <th
              key={header.id}
              scope="col"
              className={clsx(places[header.column.id], headClass(header.column.id))}
            >
              <table.FlexRender header={header} />
            </th>
          ))}
        </tr>
      ))}
    </thead>
  )
}

/**
 * Stands for the rows that are not drawn. An element of its own rather than padding of the body: a browser keeps
 * what is read in its place only while nothing around it changes its padding.
 */
function Spacer({ height }: { height: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
  return <tr aria-hidden="true" className="block" style={{ height }} />
}

function headClass(id: string): string {
  const right = id === 'attempts' || id === 'age' || id === 'receipt'
  return clsx('text-xs font-normal text-soft', right ? 'text-right' : 'text-left')
}

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** Arrow keys go from row to row, as Tab goes through everything in a row. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const here = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const next = links[here === -1 ? 0 : here + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

const rowHeight = 40
const cardHeight = 88
/** What the server draws, before anyone knows the window. */
const firstScreen = { width: 1280, height: 1000 }

/**
 * The part of a long list that is in the window, each row with the room that what is not drawn takes before it, and
 * how much room the rest takes behind the last.
 */
function useRowWindow(ids: readonly string[]) {
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
