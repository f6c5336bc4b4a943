'use client'
import './globals.css'
import { Failed } from '@/components/shell/failed'

interface GlobalErrorProps {
  error: Error & { digest?: string }
}

/** Replaces the whole document when even the frame of the pages fails. */
export default function GlobalError({ error }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Failed · Waybill</title>
        <main>
          <Failed
            heading="Waybill failed"
            title="The pages could not be shown"
            error={error}
            again="Load again"
            onAgain={() => window.location.reload()}
          >
            An error occurred while showing them. Deliveries are not affected.
          </Failed>
        </main>
      </body>
    </html>
  )
}
