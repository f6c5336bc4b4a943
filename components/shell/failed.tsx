'use client'
import { type ReactNode, useEffect } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { builtPublicPath, pagePaths } from '@/lib/contract/paths'
import { reloadWhenIdle } from './reload'

interface FailedProps {
  /** The page's heading for screen readers. */
  heading: string
  title: string
  /** What happened, and what it means. */
  children: ReactNode
  /** The error; null if nothing failed. */
  error: { digest?: string } | null
  /** The button that tries again. */
  again: string
  onAgain: () => void
}

/** An unattended screen recovers by itself after this time. */
const idleMs = 60_000

/** Stands in place of a page that cannot be shown. */
export function Failed({ heading, title, children, error, again, onAgain }: FailedProps) {
  useEffect(() => reloadWhenIdle(idleMs), [])
  return (
    <>
      <h1 className="sr-only">{heading}</h1>
      <Placeholder
        title={title}
        actions={
          <>
            <Button look="primary" onClick={onAgain}>
              {again}
            </Button>
            {/* A full page load, because the code that the browser has loaded may be what failed. */}
            {error !== null && (
              <a href={`${builtPublicPath}${pagePaths.packets}`} className={buttonClass()}>
                Go to the packets
              </a>
            )}
          </>
        }
      >
        <p role="alert">
          {children} {error !== null && whereDetailsAre(error.digest)}
        </p>
      </Placeholder>
    </>
  )
}

function whereDetailsAre(digest: string | undefined): string {
  return digest === undefined
    ? 'It occurred in this browser; see its console for details.'
    : `The log of the web process has the details under ${digest}.`
}
