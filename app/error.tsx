'use client'
import { useEffect } from 'react'
import { reloadWhenIdle, useOutdated } from '@/components/shell/reload'
import { Button, buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { builtPublicPath, pagePaths } from '@/lib/contract/paths'

interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/** A screen without anyone at it recovers by itself. */
const idleMs = 60_000

/** Stands in place of a page that failed; the frame around it still works. */
export default function PageError({ error, retry }: PageErrorProps) {
  const { digest } = error
  const outdated = useOutdated()
  // After an update the parts of a page that this browser has not loaded yet are gone.
  const updated = outdated || error.name === 'ChunkLoadError'
  useEffect(() => reloadWhenIdle(idleMs), [])
  if (updated) return <Updated />
  return (
    <>
      <h1 className="sr-only">This page failed</h1>
      <Placeholder
        title="This page could not be shown"
        actions={
          <>
            <Button look="primary" onClick={retry}>
              Try again
            </Button>
            {/* Loaded anew: what the browser holds may be what failed. */}
            <a href={`${builtPublicPath}${pagePaths.packets}`} className={buttonClass()}>
              Go to the packets
            </a>
          </>
        }
      >
        <p role="alert">
          Something failed in showing it, not in a delivery: packets go on without this page.{' '}
          {digest === undefined
            ? 'It failed in this browser; its console has the details.'
            : `The log of the web process has the details under ${digest}.`}
        </p>
      </Placeholder>
    </>
  )
}

function Updated() {
  return (
    <>
      <h1 className="sr-only">This page is outdated</h1>
      <Placeholder
        title="Waybill was updated"
        actions={
          <Button look="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        <p role="alert">
          This page was loaded before that and cannot go on. Reload it; packets went on without it.
        </p>
      </Placeholder>
    </>
  )
}
