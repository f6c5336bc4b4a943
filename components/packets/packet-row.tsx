'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { RouteLine } from '@/components/route/route-line'
import { Ago } from '@/components/time/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { shortenMiddle } from '@/components/ui/format'
import { LinkPending } from '@/components/ui/link-pending'
import { Told } from '@/components/ui/told'
import { pagePaths } from '@/lib/contract/paths'
import { defaultPriority } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import type { Packet } from '@/lib/packet/packet'
import { FlagBadge, flagsBesideStatus, gravestFlag, StatusBadge } from './badges'

interface Column {
  header: string
  cell: (packet: Packet) => ReactNode
  /** The cell's place: a row has one line on a wide screen, three on a narrow one. */
  place: string
}

export const columns: readonly Column[] = [
  {
    header: 'Status',
    cell: (packet) => <StatusBadge packet={packet} />,
    place: 'min-w-0 max-lg:col-start-2 max-lg:row-start-1',
  },
  {
    header: 'Id',
    cell: ({ id }) => <IdCell id={id} />,
    place: 'min-w-0 max-lg:col-span-2 max-lg:col-start-3 max-lg:row-start-1 max-lg:justify-self-end',
  },
  {
    header: 'Source → destination',
    cell: (packet) => <WayCell packet={packet} />,
    place: 'min-w-0 max-lg:col-span-3 max-lg:col-start-1 max-lg:row-start-2',
  },
  {
    header: 'Route',
    cell: (packet) => <RouteCell packet={packet} />,
    place: 'min-w-0 max-lg:col-span-4 max-lg:col-start-1 max-lg:row-start-3',
  },
  {
    header: 'Attempts',
    cell: (packet) => <Attempts packet={packet} />,
    place: 'text-right text-soft max-xl:hidden',
  },
  {
    header: 'Age',
    cell: ({ createdAt }) => <AgeCell iso={createdAt} />,
    place: 'text-right text-soft max-lg:col-start-4 max-lg:row-start-2',
  },
  { header: 'Receipt', cell: receiptTime, place: 'text-right max-xl:hidden' },
]

function IdCell({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      {/* The link covers the whole row; other controls lie above it. */}
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
  const precedence = precedenceOf(packet)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <RouteLine packet={packet} brief={flag !== null || precedence !== null} />
      {flag !== null && <FlagBadge flag={flag} more={flags.length - 1} />}
      {precedence !== null && (
        <span
          title={precedence}
          translate="no"
          className="relative z-10 min-w-8 shrink-9999 truncate text-xs text-soft"
        >
          <Told names={packet.orderingKey === null ? [] : [packet.orderingKey]}>{precedence}</Told>
        </span>
      )}
    </span>
  )
}

/** The values that decide the packet's turn, if they are not the defaults. */
function precedenceOf({ orderingKey, priority }: Packet): string | null {
  const unusual = [
    priority === defaultPriority ? [] : `priority ${priority}`,
    orderingKey === null ? [] : `key ${orderingKey}`,
  ].flat()
  return unusual.length === 0 ? null : unusual.join(', ')
}

function Attempts({ packet }: { packet: Packet }) {
  return (
    <span title={`At most ${packet.maxAttempts}`}>
      {packet.attempts.length}
      <span className="text-faint"> / {packet.maxAttempts}</span>
    </span>
  )
}

/** Lies above the link that covers the row; otherwise hovering would not show the exact time. */
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

interface PacketRowProps {
  packet: Packet
  /** Counted from 0 over the whole list; only the visible rows are in the document. */
  index: number
  glowing: boolean
  selected: boolean
  onSelect: SelectRow
}

/** `range`: selects all rows up to this one. */
export type SelectRow = (id: string, range: boolean) => void

export const rowGrid =
  'grid items-center gap-x-4 px-3 grid-cols-[16px_minmax(100px,1fr)_minmax(0,auto)_auto] lg:grid-cols-[16px_104px_minmax(116px,0.8fr)_minmax(104px,0.8fr)_minmax(266px,2fr)_48px] xl:grid-cols-[16px_116px_minmax(172px,0.8fr)_minmax(160px,1.6fr)_minmax(200px,1.8fr)_60px_52px_72px] lg:print:grid-cols-[16px_104px_minmax(116px,0.8fr)_minmax(104px,0.8fr)_minmax(200px,2fr)_210px] xl:print:grid-cols-[16px_116px_minmax(172px,0.8fr)_minmax(160px,1.6fr)_minmax(200px,1.8fr)_60px_210px_72px]'

function DrawnRow({ packet, index, glowing, selected, onSelect }: PacketRowProps) {
  const selectUpTo = (event: MouseEvent) => {
    // The checkbox handles its own clicks.
    if (!event.shiftKey || (event.target instanceof Element && event.target.closest('label'))) return
    event.preventDefault()
    onSelect(packet.id, true)
  }
  return (
    <tr
      data-index={index}
      data-id={packet.id}
      onClickCapture={selectUpTo}
      onMouseDown={leaveTextAlone}
      aria-rowindex={index + 2}
      className={clsx(
        rowGrid,
        // `contain` limits layout to the row; that is safe because rows have a fixed height.
        'relative border-line [contain:size_layout_style] max-lg:h-22 max-lg:grid-rows-[24px_20px_28px] max-lg:content-center transition-colors lg:h-10',
        index > 0 && 'border-t',
        rowTone(glowing, selected),
      )}
    >
      <td className="grid max-lg:col-start-1 max-lg:row-start-1">
        <SelectBox id={packet.id} selected={selected} onSelect={onSelect} />
      </td>
      {columns.map(({ header, cell, place }) => (
        <td key={header} className={place}>
          {cell(packet)}
        </td>
      ))}
    </tr>
  )
}

function rowTone(glowing: boolean, selected: boolean): string {
  if (glowing) return 'glow'
  return selected ? 'bg-accent-wash' : 'hover:bg-hover'
}

/** A click with Shift selects rows; it must not select text. */
function leaveTextAlone(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault()
}

function SelectBox({
  id,
  selected,
  onSelect,
}: { id: string } & Pick<PacketRowProps, 'selected' | 'onSelect'>) {
  return (
    // Larger than the checkbox, as a touch target.
    <label className="relative z-10 -m-2 grid p-2">
      <input
        type="checkbox"
        aria-label={`Select packet ${id}`}
        checked={selected}
        onChange={({ nativeEvent }) =>
          onSelect(id, nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey)
        }
        className="size-4 cursor-pointer"
      />
    </label>
  )
}

/** Memoized: a row renders only when its own props change, however often the list does. */
export const PacketRow = memo(DrawnRow)
