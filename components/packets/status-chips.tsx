'use client'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import type { StatusCounts } from '@/lib/contract/streams'
import { type PacketStatus, packetStatuses } from '@/lib/packet/packet'

const numbers = new Intl.NumberFormat('en')

interface StatusChipsProps {
  counts: StatusCounts | undefined
  selected: PacketStatus | null
  onSelect: (status: PacketStatus | null) => void
}

/** How many packets are in each status; a chip shows only those. */
export function StatusChips({ counts, selected, onSelect }: StatusChipsProps) {
  const all = counts && packetStatuses.reduce((sum, status) => sum + counts[status], 0)
  return (
    <fieldset className="flex min-w-0 gap-1 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:pb-1 md:flex-wrap">
      <legend className="sr-only">Status</legend>
      <Chip pressed={selected === null} count={all} onClick={() => onSelect(null)}>
        All
      </Chip>
      {packetStatuses.map((status) => (
        <Chip
          key={status}
          pressed={selected === status}
          count={counts?.[status]}
          onClick={() => onSelect(selected === status ? null : status)}
        >
          <Glyph look={statusLooks[status]} size={14} />
          {statusLooks[status].word}
        </Chip>
      ))}
    </fieldset>
  )
}

interface ChipProps {
  pressed: boolean
  count: number | undefined
  onClick: () => void
  children: ReactNode
}

function Chip({ pressed, count, onClick, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={clsx(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 transition-colors',
        pressed
          ? 'border-accent bg-accent-wash text-ink'
          : 'border-line bg-panel text-soft hover:bg-hover hover:text-ink',
      )}
    >
      {children}
      <span className="min-w-[2ch] text-right font-semibold text-ink">
        {count === undefined ? '–' : numbers.format(count)}
      </span>
    </button>
  )
}
