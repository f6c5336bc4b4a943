'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { useCallback } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy-button'
import { counted } from '@/components/ui/format'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { explainError } from '@/lib/client/client-error'
import type { useLivePackets } from '@/lib/client/use-live-packets'
import { pagePaths } from '@/lib/contract/paths'
import { useHeldOrder } from './held-order'
import { ListNews } from './list-news'
import { PacketTable } from './packet-table'
import { useSelection } from './selection'
import { SelectionBar, selectedInWords } from './selection-bar'

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
  const { selected, select, clear } = useSelection(list.scope, rows)
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isError } = query
  const more = hasNextPage && !isFetchingNextPage && !isError
  const reachEnd = useCallback(() => {
    if (more) void fetchNextPage()
  }, [more, fetchNextPage])

  if (query.isPending && rows.length === 0) {
    return (
      <Skeleton label="Loading packets" rows={8} rowClass="h-22 lg:h-10">
        <div className="h-9 border-b border-line max-lg:hidden" />
      </Skeleton>
    )
  }
  if (query.error && rows.length === 0) {
    const retry = () => void query.refetch()
    return (
      <Unread
        title="Could not load the packets"
        message={explainError(query.error)}
        onRetry={retry}
        more={filtered && <Button onClick={onReset}>Clear all filters</Button>}
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
        selected={selected}
        onSelect={select}
      />
      {/* These float, so that their coming and going causes no layout shift. */}
      <div className="pointer-events-none fixed bottom-4 left-1/2 z-30 grid w-max max-w-[calc(100vw-32px)] -translate-x-1/2 justify-items-center gap-2 *:pointer-events-auto max-md:bottom-18 print:hidden">
        <HeldNote waiting={waiting} />
        {selected.size > 0 && (
          <SelectionBar
            ids={[...selected]}
            listed={rows.filter(({ id }) => selected.has(id)).length}
            onClear={clear}
          />
        )}
      </div>
      <p role="status" className="sr-only">
        {selected.size > 0 && selectedInWords(selected.size)}
      </p>
      <p
        role="status"
        className={clsx('pt-2.5 text-center text-xs text-faint', selected.size > 0 ? 'h-24' : 'h-10')}
      >
        {isFetchingNextPage && 'Loading more packets'}
        {query.error !== null && hasNextPage && `These are not all. ${explainError(query.error)}`}
      </p>
    </>
  )
}

function HeldNote({ waiting }: { waiting: number }) {
  if (waiting === 0) return null
  return (
    <p className="pointer-events-none rounded-md border border-line bg-panel px-3 py-1.5 shadow-float">
      {counted(waiting, 'new packet is', 'new packets are')} shown when you leave the rows
    </p>
  )
}

function NoPackets() {
  return (
    <Placeholder
      title="No packets yet"
      actions={
        <Link href={pagePaths.submit} className={buttonClass('primary')}>
          Submit a packet
        </Link>
      }
    >
      <p>Submit one here or from a terminal, and watch it find a provider that confirms it.</p>
      <p>
        <Command text="npm run submit -- --wait" />
      </p>
    </Placeholder>
  )
}

function NoMatches({ onReset }: { onReset: () => void }) {
  return (
    <Placeholder title="No packet matches" actions={<Button onClick={onReset}>Clear all filters</Button>}>
      <p>Text matches any part of an id, source or destination. All filters apply together: remove one.</p>
    </Placeholder>
  )
}
