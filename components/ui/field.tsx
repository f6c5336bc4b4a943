import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

/** The style of every text field. */
export const inputClass =
  'h-8 w-full min-w-0 rounded-md border border-edge bg-panel px-2.5 text-sm aria-invalid:border-bad disabled:opacity-60'

interface FieldProps {
  label: string
  /** Hides the label visually, if something above already names the field. */
  hideLabel?: boolean
  hint?: ReactNode
  error: string | undefined
  /** Renders the control with these attributes, which name, describe and mark it. */
  children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode
}

/** A control with its name above, and below it a hint, which an error replaces. */
export function Field({ label, hideLabel = false, hint, error, children }: FieldProps) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': note })}
      <p
        id={note}
        className={clsx(
          'mt-1 min-h-4 text-xs wrap-anywhere',
          error === undefined ? 'text-faint' : 'text-bad',
        )}
      >
        {error ?? hint}
      </p>
    </div>
  )
}

interface LabelledProps {
  /** The control's id. */
  id: string
  label: string
  className?: string | undefined
  children: ReactNode
}

/** A control with its name in small letters above it. */
export function Labelled({ id, label, className, children }: LabelledProps) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        {label}
      </label>
      {children}
    </div>
  )
}

interface ChoiceProps extends ComponentProps<'select'> {
  label: string
  /** Values and their words. "Any", with an empty value, comes first. */
  options: readonly (readonly [value: string, word: string])[]
}

/** A choice of one option, or any. */
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
