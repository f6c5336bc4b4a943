'use client'
import { Button, buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { pagePaths } from '@/lib/contract/paths'

interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/** Stands in place of a page that failed; the frame around it still works. */
export default function PageError({ error, retry }: PageErrorProps) {
  const { digest } = error
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
            <a href={pagePaths.packets} className={buttonClass()}>
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
