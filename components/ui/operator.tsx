/** The name that the operator at this browser goes by. */
import { Field, inputClass } from './field'
import { keptInBrowser } from './kept'

/** Empty if no name was ever given. */
export const operatorName = keptInBrowser('operator', '', (kept) =>
  typeof kept === 'string' ? kept : undefined,
)

/** The body of an action that has no other parameters. */
export function byOperator(): { who?: string } {
  const who = operatorName.read()
  return who === '' ? {} : { who }
}

interface ReasonFieldProps {
  reason: string
  onChange: (reason: string) => void
  /** Where it can be read later. */
  hint: string
  placeholder: string
  autoFocus?: boolean
}

export function ReasonField({ reason, onChange, hint, ...asked }: ReasonFieldProps) {
  return (
    <Field label="Reason" hint={hint} error={undefined}>
      {(control) => (
        <input
          {...control}
          {...asked}
          value={reason}
          onChange={(event) => onChange(event.target.value)}
          maxLength={200}
          required
          dir="auto"
          className={inputClass}
          autoComplete="off"
        />
      )}
    </Field>
  )
}

export function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  return (
    <Field label="Your name" hint="Recorded with the reason. This browser remembers it." error={undefined}>
      {(control) => (
        <input
          {...control}
          value={name}
          onChange={(event) => onChange(event.target.value)}
          maxLength={60}
          dir="auto"
          placeholder="Not told"
          className={inputClass}
          autoComplete="name"
        />
      )}
    </Field>
  )
}
