import { clsx } from 'clsx'
import { type ReactNode, useEffect, useRef } from 'react'
import { countText } from '@/components/ui/numbers'
import { mostCounted } from '@/lib/contract/paging'

interface CountChipProps {
  pressed: boolean
  /** Undefined while unknown. */
  count: number | undefined
  title?: string
  onClick: () => void
  children: ReactNode
}

/** A filter that says how many packets it would show. On a phone, where chips stand in a strip, a pressed one is in view. */
export function CountChip({ pressed, count, title, onClick, children }: CountChipProps) {
  const chip = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (pressed) chip.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pressed])
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
