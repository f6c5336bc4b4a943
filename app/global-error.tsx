'use client'
import './globals.css'
import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'

/** Replaces the whole document when even the frame of the pages fails. */
export default function GlobalError({ retry }: { error: Error; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Waybill</title>
        <main>
          <h1 className="sr-only">Waybill</h1>
          <Placeholder
            title="The pages could not be shown"
            actions={
              <Button look="primary" onClick={retry}>
                Try again
              </Button>
            }
          >
            <p role="alert">
              Packets go on without them. If it stays like this, read the log of the web process.
            </p>
          </Placeholder>
        </main>
      </body>
    </html>
  )
}
