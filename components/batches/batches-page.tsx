'use client'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { batchLooks, toneText } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Ago } from '@/components/time/ago'
import { Command, CopyButton } from '@/components/ui/copy-button'
import { counted, shortenMiddle } from '@/components/ui/format'
import { LinkPending } from '@/components/ui/link-pending'
import { Panel } from '@/components/ui/panel'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { batchesQuery } from '@/lib/client/queries'
import type { Batch, BatchPage } from '@/lib/contract/batch'
import { pagePaths } from '@/lib/contract/paths'
import { BatchBar } from './batch-bar'
import { batchInWords } from './batch-words'
import { UploadPanel } from './upload-panel'

export function BatchesPage() {
  const query = useInfiniteQuery(batchesQuery)
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Batches" link={linkOf(query)}>
        <HealthLine health={health}>
          Files whose rows are packets. Each row is delivered like any other packet.
        </HealthLine>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <UploadPanel />
        <BatchList query={query} />
      </div>
    </>
  )
}

function BatchList({ query }: { query: UseInfiniteQueryResult<{ pages: BatchPage[] }> }) {
  if (query.isPending) return <Skeleton label="Loading the batches" rows={4} rowClass="h-20" />
  if (query.data === undefined)
    return (
      <Unread
        title="Could not load the batches"
        message={query.error === null ? 'Nothing came back.' : explainError(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  const batches = query.data.pages.flatMap(({ items }) => items)
  return (
    <Panel title="Uploaded">
      {batches.length === 0 ? (
        <p className="text-soft">No batch yet. Choose a file, or send one from a terminal:</p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {batches.map((batch) => (
            <BatchRow key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
      {batches.length === 0 && (
        <p className="mt-2">
          <Command text="npm run submit -- --csv packets.csv" />
        </p>
      )}
      <ShowMore query={query} what="older ones" />
    </Panel>
  )
}

function BatchRow({ batch }: { batch: Batch }) {
  const { id, name, state, createdAt, badRowCount } = batch
  const look = batchLooks[state]
  return (
    <li className="relative py-3 hover:bg-hover">
      <div className="flex min-w-0 items-center gap-3">
        <span className="flex w-28 shrink-0 items-center gap-1.5">
          <Glyph look={look} />
          {look.word}
        </span>
        <Link
          href={pagePaths.batch(id)}
          prefetch={false}
          aria-label={`Batch ${name ?? id}`}
          title={id}
          className="min-w-0 flex-1 truncate font-semibold after:absolute after:inset-0 hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <bdi>{name ?? shortenMiddle(id, 28)}</bdi>
          <LinkPending />
        </Link>
        <CopyButton text={id} label={`Copy the id ${id}`} className="relative z-10 -my-0.5 max-sm:hidden" />
        <span className="relative z-10 shrink-0 text-soft">
          <Ago iso={createdAt} after=" ago" />
        </span>
      </div>
      <BatchBar batch={batch} className="mt-2" />
      <p className="mt-1.5 text-soft text-pretty">
        {batchInWords(batch)}
        {badRowCount > 0 && state !== 'REFUSED' && (
          <span className={toneText.bad}> {counted(badRowCount, 'row was', 'rows were')} left out.</span>
        )}
      </p>
    </li>
  )
}
