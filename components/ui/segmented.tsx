'use client'
import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { useAlive } from './browser'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  /** An icon replaces the word, which becomes the accessible name. */
  options: readonly { value: T; word: string; icon?: LucideIcon; disabled?: boolean }[]
}

/** A choice of one: radio buttons that look like segments of one button. */
export function Segmented<T extends string>({ label, value, onChange, options }: SegmentedProps<T>) {
  const group = useId()
  const alive = useAlive()
  return (
    <fieldset disabled={!alive} className="inline-flex rounded-md border border-line p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ icon: Icon, ...option }) => (
        <label
          key={option.value}
          title={Icon && option.word}
          className={clsx(
            'flex h-6 items-center rounded-sm text-xs has-focus-visible:outline-2 has-focus-visible:outline-accent',
            Icon ? 'w-8 justify-center' : 'px-2.5',
            value === option.value
              ? 'bg-hover text-ink'
              : [Icon ? 'text-faint' : 'text-soft', 'hover:text-ink'],
            option.disabled && 'opacity-60',
          )}
        >
          <input
            type="radio"
            name={group}
            checked={value === option.value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
            aria-label={Icon && option.word}
            className="sr-only"
          />
          {Icon ? <Icon aria-hidden size={14} /> : option.word}
        </label>
      ))}
    </fieldset>
  )
}
