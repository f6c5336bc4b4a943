'use client'
import { clsx } from 'clsx'
import { useId } from 'react'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; word: string; disabled?: boolean }[]
}

/** One of a few: radio buttons that look like parts of one button. */
export function Segmented<T extends string>({ label, value, onChange, options }: SegmentedProps<T>) {
  const group = useId()
  return (
    <fieldset className="inline-flex rounded-md border border-line p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'flex h-6 items-center rounded-sm px-2.5 text-xs has-focus-visible:outline-2 has-focus-visible:outline-accent',
            value === option.value ? 'bg-hover font-normal text-ink' : 'text-soft hover:text-ink',
            option.disabled && 'opacity-60',
          )}
        >
          <input
            type="radio"
            name={group}
            checked={value === option.value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.word}
        </label>
      ))}
    </fieldset>
  )
}
