import { useId } from 'react'
import { inputClass } from './input-class'
import { Labelled } from './labelled'

interface ReasonFieldProps {
  value: string
  onChange: (reason: string) => void
  placeholder: string
}

/** Why something is done, as the API takes it. */
export function ReasonField({ value, onChange, placeholder }: ReasonFieldProps) {
  const id = useId()
  return (
    <Labelled id={id} label="Reason" className="mt-4">
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        maxLength={200}
        required
        placeholder={placeholder}
        className={inputClass}
        autoComplete="off"
      />
    </Labelled>
  )
}
