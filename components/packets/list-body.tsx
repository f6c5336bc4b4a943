'use client'
import { useCallback } from 'react'
import { counted } from '@/components/ui/numbers'
import { explainError } from '@/lib/client/explain-error'
import type { useLivePackets } from '@/lib/client/use-live-packets'
import { ListNews } from './list-news'
import { ListSkeleton } from './list-skeleton'
import { ListFailed, NoMatches, NoPackets } from './list-states'
import { PacketTable } from './packet-table'
import { useHeldOrder } from './use-held-order'

interface ListBodyProps {
  list: ReturnType<typeof useLivePackets>
  filtered: boolean
  onReset: () => void
}

export function ListBody(props: ListBodyProps) {
  const { query, rows, first, scope } = props.list
  return (
    <>
      <Rows {...props} />
      <ListNews rows={query.isPending ? null : rows} first={first} scope={scope} />
    </>
  )
}

function Rows({ list, filtered, onReset }: ListBodyProps) {
  const { query, total, glowing } = list
  const { rows, waiting, handlers } = useHeldOrder(list.rows)
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isError } = query
  const more = hasNextPage && !isFetchingNextPage && !isError
  const reachEnd = useCallback(() => {
    if (more) void fetchNextPage()
  }, [more, fetchNextPage])

  if (query.isPending && rows.length === 0) return <ListSkeleton />
  if (query.error && rows.length === 0) {
    const retry = () => void query.refetch()
    return (
      <ListFailed
        message={explainError(query.error)}
        onRetry={retry}
        onReset={filtered ? onReset : undefined}
      />
    )
  }
  if (rows.length === 0) return filtered ? <NoMatches onReset={onReset} /> : <NoPackets />
  return (
    <>
      <PacketTable
        rows={rows}
        total={total}
        glowing={glowing}
        outdated={list.outdated}
        onEndReached={reachEnd}
        handlers={handlers}
      />
      <HeldNote waiting={waiting} />
      <p role="status" className="h-10 pt-2.5 text-center text-xs text-faint">
        {isFetchingNextPage && 'Loading more packets'}
        {query.error !== null && hasNextPage && `These are not all. ${explainError(query.error)}`}
      </p>
    </>
  )
}

/** Floats, so that its coming and going moves nothing. */
function HeldNote({ waiting }: { waiting: number }) {
  if (waiting === 0) return null
  return (
    <p className="pointer-events-none fixed bottom-4 left-1/2 z-30 -translate-x-1/2 rounded-md border border-line bg-panel px-3 py-1.5 shadow-float max-md:bottom-18">
      {counted(waiting, 'new packet is', 'new packets are')} shown when you leave the rows
    </p>
  )
}
