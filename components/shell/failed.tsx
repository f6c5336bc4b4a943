'use client'
import { type ReactNode, useEffect } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { builtPublicPath, pagePaths } from '@/lib/contract/paths'
import { reloadWhenIdle } from './reload'

interface FailedProps {
  /** What it is called aloud. */
  heading: string
  title: string
  /** What happened, and what it means. */
  children: ReactNode
  /** What failed; null when nothing did. */
  error: { digest?: string } | null
  /** The button that tries again. */
  again: string
  onAgain: () => void
}

/** A screen without anyone at it recovers by itself. */
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
            {/* Loaded anew: what the browser holds may be what failed. */}
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
    ? 'It failed in this browser; its console has the details.'
    : `The log of the web process has the details under ${digest}.`
}
