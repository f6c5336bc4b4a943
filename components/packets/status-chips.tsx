'use client'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import type { StatusCounts } from '@/lib/contract/streams'
import { type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { CountChip } from './count-chip'

interface StatusChipsProps {
  counts: StatusCounts | undefined
  selected: PacketStatus | null
  onSelect: (status: PacketStatus | null) => void
}

/** How many packets are in each status; a chip shows only those. */
export function StatusChips({ counts, selected, onSelect }: StatusChipsProps) {
  const all = counts && packetStatuses.reduce((sum, status) => sum + counts[status], 0)
  return (
    <fieldset className="flex min-w-0 gap-1 max-md:shrink-0 md:w-full md:flex-wrap">
      <legend className="sr-only">Status</legend>
      <CountChip pressed={selected === null} count={all} onClick={() => onSelect(null)}>
        All
      </CountChip>
      {packetStatuses.map((status) => (
        <CountChip
          key={status}
          pressed={selected === status}
          count={counts?.[status]}
          onClick={() => onSelect(selected === status ? null : status)}
        >
          <Glyph look={statusLooks[status]} size={14} />
          {statusLooks[status].word}
        </CountChip>
      ))}
    </fieldset>
  )
}
