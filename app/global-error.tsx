'use client'
import './globals.css'
import { useEffect } from 'react'
import { reloadWhenIdle } from '@/components/shell/reload'
import { Button, buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { builtPublicPath, pagePaths } from '@/lib/contract/paths'

interface GlobalErrorProps {
  error: Error & { digest?: string }
}

/** A screen without anyone at it recovers by itself. */
const idleMs = 60_000

/** Replaces the whole document when even the frame of the pages fails. */
export default function GlobalError({ error: { digest } }: GlobalErrorProps) {
  useEffect(() => reloadWhenIdle(idleMs), [])
  return (
    <html lang="en">
      <body>
        <title>Failed · Waybill</title>
        <main>
          <h1 className="sr-only">Waybill failed</h1>
          <Placeholder
            title="The pages could not be shown"
            actions={
              <>
                <Button look="primary" onClick={() => window.location.reload()}>
                  Load again
                </Button>
                <a href={`${builtPublicPath}${pagePaths.packets}`} className={buttonClass()}>
                  Go to the packets
                </a>
              </>
            }
          >
            <p role="alert">
              Something failed in showing them, not in a delivery: packets go on without the pages.{' '}
              {digest === undefined
                ? 'It failed in this browser; its console has the details.'
                : `The log of the web process has the details under ${digest}.`}
            </p>
          </Placeholder>
        </main>
      </body>
    </html>
  )
}
