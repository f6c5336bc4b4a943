'use client'
import { Glyph } from '@/components/route/glyph'
import { stuckLook } from '@/components/route/looks'
import type { Attention } from '@/lib/contract/streams'
import type { PacketFlag } from '@/lib/packet/packet'
import { CountChip } from './count-chip'
import { flagWords } from './flag-badge'

const always = ['settling', 'doubled'] as const satisfies readonly PacketFlag[]

interface AttentionChipsProps {
  attention: Attention | undefined
  /** Packets that no worker can go on with; null while unknown. */
  stuck: number | null
  selected: PacketFlag | null
  onSelect: (flag: PacketFlag | null) => void
}

/** What the status does not tell: which packets may still be corrected, were delivered twice, or are stuck. */
export function AttentionChips({ attention, stuck, selected, onSelect }: AttentionChipsProps) {
  const counts = { ...attention, stuck: stuck ?? undefined }
  const shown = stuck || selected === 'stuck' ? (['stuck', ...always] as const) : always
  return (
    <fieldset className="flex min-w-0 shrink-0 gap-1">
      <legend className="sr-only">Flag</legend>
      {shown.map((flag) => (
        <CountChip
          key={flag}
          title={flagWords[flag].meaning}
          pressed={selected === flag}
          count={counts[flag]}
          onClick={() => onSelect(selected === flag ? null : flag)}
        >
          {flag === 'stuck' && <Glyph look={stuckLook} size={14} />}
          {flagWords[flag].word}
        </CountChip>
      ))}
    </fieldset>
  )
}
