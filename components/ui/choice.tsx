import { type ComponentProps, useId } from 'react'
import { inputClass } from './input-class'
import { Labelled } from './labelled'

interface ChoiceProps extends ComponentProps<'select'> {
  label: string
  /** Each a value and its word; "Any", whose value is empty, comes before them. */
  options: readonly (readonly [value: string, word: string])[]
}

/** One of several, or any. */
export function Choice({ label, options, className, ...select }: ChoiceProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} className={className}>
      <select {...select} id={id} className={inputClass}>
        <option value="">Any</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
