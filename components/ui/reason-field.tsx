import { Field } from './field'
import { inputClass } from './input-class'

interface ReasonFieldProps {
  value: string
  onChange: (reason: string) => void
  placeholder: string
  /** Where the reason can be read later. */
  hint: string
}

/** Why somebody does what a dialog asks about. */
export function ReasonField({ value, onChange, placeholder, hint }: ReasonFieldProps) {
  return (
    <Field label="Reason" hint={hint} error={undefined}>
      {(control) => (
        <input
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          maxLength={200}
          required
          dir="auto"
          placeholder={placeholder}
          className={inputClass}
          autoComplete="off"
        />
      )}
    </Field>
  )
}
