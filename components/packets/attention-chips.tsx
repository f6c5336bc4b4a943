'use client'
import type { Attention } from '@/lib/contract/streams'
import type { PacketFlag } from '@/lib/packet/packet'
import { CountChip } from './count-chip'
import { flagWords } from './flag-badge'

const shown = ['settling', 'doubled'] as const satisfies readonly PacketFlag[]

interface AttentionChipsProps {
  attention: Attention | undefined
  selected: PacketFlag | null
  onSelect: (flag: PacketFlag | null) => void
}

/** What the status does not tell: which packets may still be corrected, and which were delivered twice. */
export function AttentionChips({ attention, selected, onSelect }: AttentionChipsProps) {
  return (
    <fieldset className="flex min-w-0 shrink-0 gap-1">
      <legend className="sr-only">Flag</legend>
      {shown.map((flag) => (
        <CountChip
          key={flag}
          title={flagWords[flag].meaning}
          pressed={selected === flag}
          count={attention?.[flag]}
          onClick={() => onSelect(selected === flag ? null : flag)}
        >
          {flagWords[flag].word}
        </CountChip>
      ))}
    </fieldset>
  )
}
