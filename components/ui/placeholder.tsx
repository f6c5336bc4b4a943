import type { ReactNode } from 'react'

interface PlaceholderProps {
  title: string
  children?: ReactNode
  /** Buttons or links: the next step. */
  actions?: ReactNode
}

/** Stands where content would be: says why there is none and what to do next. */
export function Placeholder({ title, children, actions }: PlaceholderProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-4 py-16 text-center">
      <svg aria-hidden="true" width="132" height="20" viewBox="0 0 132 20" fill="none" className="text-edge">
        <path d="M16 10h42M74 10h42" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 4" />
        <circle cx="8" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="66" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="124" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div className="space-y-3 text-soft">{children}</div>}
      {actions !== undefined && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
