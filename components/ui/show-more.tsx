import { Button } from './button'

interface ShowMoreProps {
  /** As far as the pages of a list are read. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  /** What the next page has, as it stands after "Show". */
  what?: 'more' | 'older ones'
  className?: string
}

/** Reads the next page of a list; not there once all are read. */
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
