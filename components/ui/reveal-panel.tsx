'use client'
import { type ReactNode, useState } from 'react'
import { Button } from './button'
import { Panel } from './panel'

interface RevealPanelProps {
  title: string
  /** Stands there until somebody asks. */
  closed: string
  /** Made only when asked for. */
  children: () => ReactNode
}

/** A part of a page that costs something to show, and so waits until it is asked for. */
export function RevealPanel({ title, closed, children }: RevealPanelProps) {
  const [open, setOpen] = useState(false)
  return (
    <Panel
      title={title}
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
