'use client'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { bulkLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Ago } from '@/components/time/ago'
import { buttonClass } from '@/components/ui/button'
import { LinkPending } from '@/components/ui/link-pending'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { bulkActionsQuery } from '@/lib/client/queries'
import type { BulkAction, BulkActionPage } from '@/lib/contract/bulk-action'
import { pagePaths } from '@/lib/contract/paths'
import { BulkBar } from './bulk-bar'
import { bulkInWords, titleOf } from './bulk-words'

export function BulkActionsPage() {
  const query = useInfiniteQuery(bulkActionsQuery)
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Bulk actions" link={linkOf(query)}>
        <HealthLine health={health}>One action on many packets, started from the list of packets.</HealthLine>
      </PageHeader>
      <List query={query} />
    </>
  )
}

function List({ query }: { query: UseInfiniteQueryResult<{ pages: BulkActionPage[] }> }) {
  if (query.isPending) return <Skeleton label="Loading the bulk actions" rows={4} rowClass="h-20" />
  if (query.data === undefined)
    return (
      <Unread
        title="Could not load the bulk actions"
        message={query.error === null ? 'Nothing came back.' : explainError(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  const bulks = query.data.pages.flatMap(({ items }) => items)
  if (bulks.length === 0) return <None />
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel px-4">
        {bulks.map((bulk) => (
          <BulkRow key={bulk.id} bulk={bulk} />
        ))}
      </ul>
      <ShowMore query={query} what="older ones" />
    </>
  )
}

function None() {
  return (
    <Placeholder
      title="No bulk action yet"
      actions={
        <Link href={pagePaths.packets} className={buttonClass('primary')}>
          List the packets
        </Link>
      }
    >
      <p>
        Filter the list of packets, then choose “Act on these”. You see how many they are before anything is
        done.
      </p>
    </Placeholder>
  )
}

function BulkRow({ bulk }: { bulk: BulkAction }) {
  const look = bulkLooks[bulk.state]
  return (
    <li className="relative py-3 hover:bg-hover">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex w-28 shrink-0 items-center gap-1.5">
          <Glyph look={look} />
          {look.word}
        </span>
        <Link
          href={pagePaths.bulkAction(bulk.id)}
          prefetch={false}
          title={bulk.id}
          className="min-w-0 flex-1 truncate font-semibold max-sm:order-last max-sm:basis-full after:absolute after:inset-0 hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {titleOf(bulk)}
          <LinkPending />
        </Link>
        <span className="relative z-10 shrink-0 text-soft max-sm:ml-auto">
          <Ago iso={bulk.createdAt} after=" ago" />
        </span>
      </div>
      <BulkBar bulk={bulk} className="mt-2" />
      <p className="mt-1.5 text-soft text-pretty">
        {bulkInWords(bulk)} “<bdi>{bulk.reason}</bdi>”
        {bulk.who !== null && (
          <>
            , <bdi>{bulk.who}</bdi>
          </>
        )}
      </p>
    </li>
  )
}
