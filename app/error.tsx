'use client'
import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'

export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  return (
    <>
      <h1 className="sr-only">Error</h1>
      <Placeholder
        title="This page could not be shown"
        actions={
          <Button look="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p role="alert">
          Something failed here, not in your delivery: packets go on without this page.
          {error.digest !== undefined && ` The log of the web process has it as ${error.digest}.`}
        </p>
      </Placeholder>
    </>
  )
}
