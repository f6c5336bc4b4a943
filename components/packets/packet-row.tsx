'use client'
import { createColumnHelper, type ReactTable, type Row, tableFeatures } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { ListOrdered } from 'lucide-react'
import Link from 'next/link'
import { memo, type Ref } from 'react'
import { RouteLine } from '@/components/route/route-line'
import { Ago } from '@/components/time/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { shortenMiddle } from '@/components/ui/format'
import { LinkPending } from '@/components/ui/link-pending'
import { pagePaths } from '@/lib/contract/paths'
import { defaultPriority } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import type { Packet } from '@/lib/packet/packet'
import { FlagBadge, flagsBesideStatus, gravestFlag, StatusBadge } from './badges'

export const features = tableFeatures({})
const column = createColumnHelper<typeof features, Packet>()

export const columns = column.columns([
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => <StatusBadge packet={row.original} />,
  }),
  column.display({ id: 'id', header: 'Id', cell: ({ row }) => <IdCell id={row.original.id} /> }),
  column.display({
    id: 'way',
    header: 'Source → destination',
    cell: ({ row }) => <WayCell packet={row.original} />,
  }),
  column.display({ id: 'route', header: 'Route', cell: ({ row }) => <RouteCell packet={row.original} /> }),
  column.display({
    id: 'attempts',
    header: 'Attempts',
    cell: ({ row }) => <Attempts packet={row.original} />,
  }),
  column.display({ id: 'age', header: 'Age', cell: ({ row }) => <AgeCell iso={row.original.createdAt} /> }),
  column.display({ id: 'receipt', header: 'Receipt', cell: ({ row }) => receiptTime(row.original) }),
])

/** Where a column stands: in one line on a wide screen, in three on a narrow one. */
export const places: Record<string, string> = {
  status: 'min-w-0 max-lg:col-start-1 max-lg:row-start-1',
  id: 'min-w-0 max-lg:col-span-2 max-lg:col-start-2 max-lg:row-start-1 max-lg:justify-self-end',
  way: 'min-w-0 max-lg:col-span-2 max-lg:col-start-1 max-lg:row-start-2',
  route: 'min-w-0 max-lg:col-span-3 max-lg:col-start-1 max-lg:row-start-3',
  attempts: 'text-right text-soft max-xl:hidden',
  age: 'text-right text-soft max-lg:col-start-3 max-lg:row-start-2',
  receipt: 'text-right max-xl:hidden',
}

function IdCell({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      {/* The link covers the whole row; what else can be clicked lies above it. */}
      <Link
        href={pagePaths.packet(id)}
        prefetch={false}
        aria-label={`Packet ${id}`}
        title={id}
        data-row-link
        translate="no"
        className="scroll-my-12 truncate font-mono text-xs after:absolute after:inset-0 hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {shortenMiddle(id, 18)}
        <LinkPending />
      </Link>
      <CopyButton text={id} label={`Copy the id ${id}`} className="relative z-10 max-xl:hidden" />
    </span>
  )
}

function WayCell({ packet }: { packet: Packet }) {
  return (
    <span
      className="flex min-w-0 items-center gap-1.5 lg:max-xl:grid lg:max-xl:gap-0 lg:max-xl:text-xs"
      title={`${packet.source} → ${packet.destination}`}
      translate="no"
    >
      <bdi className="truncate">{packet.source}</bdi>
      <span className="flex min-w-0 items-center gap-1.5 lg:max-xl:gap-1">
        <span className="shrink-0 text-faint">→</span>
        <bdi className="truncate">{packet.destination}</bdi>
      </span>
    </span>
  )
}

function RouteCell({ packet }: { packet: Packet }) {
  const flags = flagsBesideStatus(packet.flags)
  const flag = gravestFlag(flags)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <RouteLine packet={packet} />
      {flag !== null && <FlagBadge flag={flag} more={flags.length - 1} />}
      <PrecedenceMark packet={packet} />
    </span>
  )
}

/** What its place among others depends on, where that is unusual and there is room. */
function PrecedenceMark({ packet: { orderingKey, priority } }: { packet: Packet }) {
  const unusual = priority === defaultPriority ? null : `priority ${priority}`
  if (orderingKey === null && unusual === null) return null
  return (
    <span className="flex min-w-0 shrink-100 items-center gap-2 overflow-hidden text-xs text-soft">
      {orderingKey !== null && (
        <span
          className="relative z-10 flex min-w-0 items-center gap-1"
          title={`Ordering key ${orderingKey}`}
          translate="no"
        >
          <ListOrdered aria-hidden size={12} className="shrink-0 text-faint" />
          <span className="sr-only">Ordering key </span>
          <bdi className="max-w-36 truncate">{orderingKey}</bdi>
        </span>
      )}
      {unusual !== null && <span className="shrink-0">{unusual}</span>}
    </span>
  )
}

function Attempts({ packet }: { packet: Packet }) {
  return (
    <span title={`At most ${packet.maxAttempts}`}>
      {packet.attempts.length}
      <span className="text-faint"> / {packet.maxAttempts}</span>
    </span>
  )
}

/** Above the link that covers the row, or the exact time would never show. */
function AgeCell({ iso }: { iso: string }) {
  return (
    <span className="relative z-10">
      <Ago iso={iso} />
    </span>
  )
}

/** From the hand-over to the receipt that confirmed it. */
function receiptTime(packet: Packet): string {
  const attempt = packet.attempts.find((each) => each.provider === packet.deliveredBy)
  if (!attempt?.receipt) return '–'
  return formatDuration(Date.parse(attempt.receipt.receivedAt) - Date.parse(attempt.transmittedAt))
}

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
