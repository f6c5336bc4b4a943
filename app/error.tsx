'use client'
import { Failed } from '@/components/shell/failed'
import { useOutdated } from '@/components/shell/reload'

interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/** Stands in place of a page that failed; the frame around it still works. */
export default function PageError({ error, retry }: PageErrorProps) {
  const outdated = useOutdated()
  // After an update of Waybill the server no longer has the chunks that this browser has not loaded yet.
  if (outdated || error.name === 'ChunkLoadError') {
    return (
      <Failed
        heading="This page is outdated"
        title="Waybill was updated"
        error={null}
        again="Reload"
        onAgain={() => window.location.reload()}
      >
        This page was loaded before the update and no longer works. Reload it. Deliveries were not affected.
      </Failed>
    )
  }
  return (
    <Failed
      heading="This page failed"
      title="This page could not be shown"
      error={error}
      again="Try again"
      onAgain={retry}
    >
      An error occurred while showing it. Deliveries are not affected.
    </Failed>
  )
}
