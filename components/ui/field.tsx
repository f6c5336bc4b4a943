import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

interface FieldProps {
  label: string
  /** When what stands above names it already, to the eye. */
  hideLabel?: boolean
  hint?: ReactNode
  error: string | undefined
  /** Draws the control with these attributes, so that it is named, described and marked. */
  children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode
}

/** A control with its name above it, and below it a hint that an error takes the place of. */
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
