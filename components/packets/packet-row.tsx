'use client'
import type { ReactTable, Row } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { memo, type Ref } from 'react'
import type { Packet } from '@/lib/packet/packet'
import { type features, places } from './columns'

export type PacketTableModel = ReactTable<typeof features, Packet>

interface PacketRowProps {
  table: PacketTableModel
  row: Row<typeof features, Packet>
  /** Counts from 0 over the whole list, of which only a part is in the page. */
  index: number
  glowing: boolean
  measure: Ref<HTMLTableRowElement>
}

export const rowGrid =
  'grid items-center gap-x-4 px-3 grid-cols-[minmax(108px,1fr)_minmax(0,auto)_auto] lg:grid-cols-[104px_minmax(126px,0.8fr)_minmax(112px,0.8fr)_minmax(280px,2fr)_48px] xl:grid-cols-[116px_minmax(172px,0.8fr)_minmax(160px,1.6fr)_minmax(200px,1.8fr)_60px_52px_72px]'

function DrawnRow({ table, row, index, glowing, measure }: PacketRowProps) {
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className={clsx(
        rowGrid,
        'relative border-line max-lg:h-22 max-lg:grid-rows-[24px_20px_28px] max-lg:content-center transition-colors lg:h-10',
        index > 0 && 'border-t',
        glowing ? 'glow' : 'hover:bg-hover',
      )}
    >
      {row.getAllCells().map((cell) => (
        <td key={cell.id} className={places[cell.column.id]}>
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
}

/** The row model is made anew with every change of the list; a row is drawn anew only when its packet changed. */
export const PacketRow = memo(
  DrawnRow,
  (was, is) =>
    was.row.original === is.row.original &&
    was.row.id === is.row.id &&
    was.index === is.index &&
    was.glowing === is.glowing,
)
