'use client'
import { clsx } from 'clsx'
import { type ReactNode, useId, useState } from 'react'
import { Button } from './button'

interface PanelProps {
  title: string
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page. */
export function Panel({ title, action, children, className }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={clsx('min-w-0 rounded-lg border border-line bg-panel', className)}
    >
      <div className="flex min-h-11 items-center gap-2 px-4 pt-2 pb-1">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <span className="flex-1" />
        {action}
      </div>
      <div className="px-4 pb-4">{children}</div>
    </section>
  )
}

interface RevealPanelProps {
  title: string
  /** The text shown until the panel is opened. */
  closed: string
  /** Called only once the panel is opened. */
  children: () => ReactNode
}

/** A section that is expensive to show and therefore waits until it is asked for. */
export function RevealPanel({ title, closed, children }: RevealPanelProps) {
  const [open, setOpen] = useState(false)
  return (
    // A closed panel is not printed, as it cannot be opened on paper.
    <Panel
      title={title}
      {...(!open && { className: 'print:hidden' })}
      action={
        <Button
          look="quiet"
          className="-mr-2 print:hidden"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Show'}
          <span className="sr-only"> {title.toLowerCase()}</span>
        </Button>
      }
    >
      {open ? children() : <p className="text-faint">{closed}</p>}
    </Panel>
  )
}
