import { Button } from './button'

interface ShowMoreProps {
  /** The query of a paginated list. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  /** What the next page contains; follows "Show". */
  what?: 'more' | 'older ones'
  className?: string
}

/** Loads the next page of a list. Renders nothing once all pages are loaded. */
export function ShowMore({ query, what = 'more', className = 'mt-3' }: ShowMoreProps) {
  if (!query.hasNextPage) return null
  return (
    <Button
      className={className}
      onClick={() => void query.fetchNextPage()}
      disabled={query.isFetchingNextPage}
    >
      {query.isFetchingNextPage ? `Reading ${what}` : `Show ${what}`}
    </Button>
  )
}
