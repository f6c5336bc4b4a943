'use client'
import { useTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { type DOMAttributes, Fragment, useEffect, useMemo } from 'react'
import type { Packet } from '@/lib/packet/packet'
import { columns, features, places } from './columns'
import { moveBetweenRows } from './move-between-rows'
import { PacketRow, type PacketTableModel, rowGrid } from './packet-row'
import { useRowWindow } from './use-row-window'

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
