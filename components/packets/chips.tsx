'use client'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook } from '@/components/route/looks'
import { useChosenInView } from '@/components/ui/browser'
import { countText } from '@/components/ui/format'
import { mostCounted, type StatusFilter } from '@/lib/contract/paging'
import type { Attention, StatusCounts } from '@/lib/contract/streams'
import { type PacketFlag, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { flagWords } from './badges'

interface StatusChipsProps {
  counts: StatusCounts | undefined
  selected: StatusFilter | null
  onSelect: (status: PacketStatus | null) => void
}

/** The number of packets in each status. Pressing a chip filters by that status. */
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

const always = ['settling', 'doubled'] as const satisfies readonly PacketFlag[]

interface AttentionChipsProps {
  attention: Attention | undefined
  /** The number of packets that no worker can go on with; null while unknown. */
  stuck: number | null
  selected: PacketFlag | null
  onSelect: (flag: PacketFlag | null) => void
}

/** What the status does not say: packets that may still be corrected, were delivered twice, or are stuck. */
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

interface CountChipProps {
  pressed: boolean
  /** Undefined while unknown. */
  count: number | undefined
  title?: string
  onClick: () => void
  children: ReactNode
}

/** A filter with the number of packets it would show. */
function CountChip({ pressed, count, title, onClick, children }: CountChipProps) {
  const chip = useChosenInView<HTMLButtonElement>(pressed)
  return (
    <button
      ref={chip}
      type="button"
      aria-pressed={pressed}
      title={title}
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
        {count === undefined ? '–' : countText(count, mostCounted)}
      </span>
    </button>
  )
}
