import { type ReactNode, useId } from 'react'
import { inputClass } from '@/components/ui/input-class'

interface ControlProps {
  name: string
  label: string
  value: string | null
}

export function FilterField({ name, label, value, type = 'text' }: ControlProps & { type?: string }) {
  const id = useId()
  return (
    <Labelled id={id} label={label} wide>
      <input
        id={id}
        name={name}
        type={type}
        step={type === 'text' ? undefined : 1}
        defaultValue={value ?? ''}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        className={inputClass}
      />
    </Labelled>
  )
}

/** `options`: each a value and its word. */
export function Choice({ name, label, value, options }: ControlProps & { options: [string, string][] }) {
  const id = useId()
  return (
    <Labelled id={id} label={label}>
      {/* Options that come late would leave the chosen one unchosen: drawn anew, it is chosen. */}
      <select key={options.length} id={id} name={name} defaultValue={value ?? ''} className={inputClass}>
        <option value="">Any</option>
        {options.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

interface LabelledProps {
  id: string
  label: string
  wide?: boolean
  children: ReactNode
}

function Labelled({ id, label, wide = false, children }: LabelledProps) {
  return (
    <div className={wide ? 'col-span-2' : undefined}>
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        {label}
      </label>
      {children}
    </div>
  )
}
