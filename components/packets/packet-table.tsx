'use client'
import { clsx } from 'clsx'
import { type DOMAttributes, Fragment, type KeyboardEvent, type RefObject, useEffect } from 'react'
import { useCommands } from '@/components/ui/commands'
import { Spacer, useRowWindow } from '@/components/ui/row-window'
import type { Packet } from '@/lib/packet/packet'
import { columns, PacketRow, rowGrid, type SelectRow } from './packet-row'

interface PacketTableProps {
  rows: Packet[]
  total: number
  glowing: ReadonlySet<string>
  /** The rows still belong to the previous filter. */
  outdated: boolean
  onEndReached: () => void
  /** Hold the order of the rows while they are pointed at or focused. */
  handlers: DOMAttributes<HTMLTableSectionElement>
  selected: ReadonlySet<string>
  onSelect: SelectRow
}

const rowsBeforeEnd = 10

export function PacketTable(props: PacketTableProps) {
  const { rows, total, glowing, outdated, onEndReached, handlers, selected, onSelect } = props
  const part = useRowWindow(rows.length)
  const { lastIndex } = part
  useEffect(() => {
    if (lastIndex >= rows.length - rowsBeforeEnd) onEndReached()
  }, [lastIndex, rows.length, onEndReached])
  useRowKeys(part.tableRef, onSelect)

  return (
    <table
      ref={part.tableRef}
      aria-label="Packets"
      aria-rowcount={total + 1}
      aria-busy={outdated}
      onKeyDown={(event) => moveByArrow(event, onSelect)}
      className={clsx('block rounded-lg border border-line bg-panel', outdated && 'opacity-60')}
    >
      <TableHead />
      <tbody {...handlers} className="block">
        <Spacer height={part.items[0]?.before ?? 0} />
        {part.items.map(({ index, before }, nth) => {
          const packet = rows[index]
          if (packet === undefined) return null
          return (
            <Fragment key={packet.id}>
              {nth > 0 && before > 0 && <Spacer height={before} />}
              <PacketRow
                packet={packet}
                index={index}
                glowing={glowing.has(packet.id)}
                selected={selected.has(packet.id)}
                onSelect={onSelect}
              />
            </Fragment>
          )
        })}
        <Spacer height={part.behind} />
      </tbody>
    </table>
  )
}

/** Sticky. On a narrow screen, where rows are cards, it is only for screen readers. */
function TableHead() {
  return (
    <thead className="sticky top-0 z-20 block rounded-t-lg border-b border-line bg-panel max-lg:sr-only">
      <tr aria-rowindex={1} className={clsx(rowGrid, 'h-9 text-left text-xs text-soft')}>
        <th scope="col">
          <span className="sr-only">Selected</span>
        </th>
        {columns.map(({ header, place }) => (
          <th key={header} scope="col" className={clsx('font-normal', place)}>
            {header}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Keys that work from anywhere on the page. */
function useRowKeys(table: RefObject<HTMLTableElement | null>, onSelect: SelectRow): void {
  const move = (step: 1 | -1) => () => {
    if (table.current !== null) moveFocus(table.current, step)
  }
  const select = (range: boolean) => () => {
    const id = focusedRow(table.current)?.dataset.id
    if (id !== undefined) onSelect(id, range)
  }
  useCommands([
    { name: 'Go to the next row', group: 'list', keys: 'j', byKeyOnly: true, run: move(1) },
    { name: 'Go to the row before', group: 'list', keys: 'k', byKeyOnly: true, run: move(-1) },
    { name: 'Select the row', group: 'list', keys: 'x', byKeyOnly: true, run: select(false) },
    { name: 'Select up to the row', group: 'list', keys: 'X', byKeyOnly: true, run: select(true) },
  ])
}

const steps: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys move from row to row, because Tab stops at every control of a row. With Shift they also select. */
function moveByArrow(event: KeyboardEvent<HTMLElement>, onSelect: SelectRow): void {
  const step = steps[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const before = focusedRow(event.currentTarget)
  const after = moveFocus(event.currentTarget, step)
  if (after === null) return
  event.preventDefault()
  if (!event.shiftKey) return
  for (const row of [before, after]) if (row?.dataset.id !== undefined) onSelect(row.dataset.id, true)
}

function focusedRow(table: HTMLElement | null): HTMLElement | null {
  const row = table?.ownerDocument.activeElement?.closest<HTMLElement>('tr[data-index]') ?? null
  return row !== null && table?.contains(row) ? row : null
}

/**
 * Moves the focus to the next or previous row, or to the first row in view if none has it.
 *
 * @returns the focused row; null at the end
 */
function moveFocus(table: HTMLElement, step: 1 | -1): HTMLElement | null {
  const links = [...table.querySelectorAll<HTMLElement>('[data-row-link]')]
  const focused = focusedRow(table)
  const here = links.findIndex((link) => focused?.contains(link))
  const next = here === -1 ? links.find(isBelowHead) : links[here + step]
  if (next === undefined) return null
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  return focusedRow(table)
}

const headHeight = 36

function isBelowHead(link: HTMLElement): boolean {
  return link.getBoundingClientRect().top >= headHeight
}
