import type { ReactNode } from 'react'

interface LabelledProps {
  /** Of the control. */
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
