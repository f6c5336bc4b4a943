'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { StatusChips } from '@/components/packets/chips'
import { ListBody } from '@/components/packets/list-body'
import { SearchBox } from '@/components/packets/search-box'
import { Glyph } from '@/components/route/glyph'
import { batchLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { ExactAgo } from '@/components/time/ago'
import { focusContent, useAlive } from '@/components/ui/browser'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DownloadLink } from '@/components/ui/download-link'
import { InlineFact } from '@/components/ui/facts'
import { counted, shortenMiddle } from '@/components/ui/format'
import { IdLink } from '@/components/ui/id-link'
import { Panel } from '@/components/ui/panel'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { explainError, isMissing } from '@/lib/client/client-error'
import { useHealth, useTrueState } from '@/lib/client/link-state'
import { batchQuery, faultsQuery } from '@/lib/client/queries'
import { type PacketSearch, packetSearch, toFilter } from '@/lib/client/search'
import { useLivePackets } from '@/lib/client/use-live-packets'
import type { Batch } from '@/lib/contract/batch'
import { apiPath, builtPublicPath, pagePaths } from '@/lib/contract/paths'
import { BatchActions } from './batch-actions'
import { BatchBar } from './batch-bar'
import { batchInWords } from './batch-words'
import { FaultTable } from './fault-table'

export function BatchPage({ id }: { id: string }) {
  const [search, setSearch] = useQueryStates(packetSearch, { history: 'replace' })
  const filter = { ...toFilter(search), batch: id }
  const list = useLivePackets(filter)
  const query = useQuery(batchQuery(id))
  const health = useHealth({ streamed: true })
  const link = useTrueState(list.link, health)
  const change = useCallback((to: Partial<PacketSearch> | null) => void setSearch(to), [setSearch])
  const searchFor = useCallback((q: string) => change({ q: q === '' ? null : q }), [change])
  const reset = useCallback(() => {
    focusContent()
    change(null)
  }, [change])
  const alive = useAlive()
  const batch = query.data
  return (
    <>
      <PageHeader
        title={<BatchTitle id={id} name={batch?.name ?? null} />}
        beside={<CopyButton text={id} label={`Copy the id ${id}`} className="-ml-2" />}
        link={link}
        action={batch && <BatchActions batch={batch} />}
      >
        <Link href={pagePaths.batches} className="inline-flex items-center gap-1 hover:text-ink print:hidden">
          <ArrowLeft aria-hidden size={14} />
          All batches
        </Link>
        <HealthLine health={health} />
      </PageHeader>
      {batch && (
        <>
          <BatchStory batch={batch} />
          {batch.badRowCount > 0 && <BadRows batch={batch} />}
          <div className="mb-3 flex flex-wrap gap-2">
            <div className="relative flex min-w-0 gap-1 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 max-md:pb-1 md:contents">
              <StatusChips
                counts={batch.counts}
                selected={search.status}
                onSelect={(status) => change({ status })}
              />
            </div>
            <fieldset disabled={!alive} className="flex min-w-0 gap-2 max-md:w-full">
              <SearchBox value={search.q ?? ''} onChange={searchFor} />
            </fieldset>
          </div>
          <ListBody list={list} filtered={search.status !== null || search.q !== null} onReset={reset} />
        </>
      )}
      {!batch && isMissing(query.error) && <NoSuchBatch />}
      {!batch && query.error && !isMissing(query.error) && (
        <Unread
          title="Could not load the batch"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton label="Loading the batch" rows={3} rowClass="h-14" />}
    </>
  )
}

function BatchTitle({ id, name }: { id: string; name: string | null }) {
  return (
    <>
      <span className="sr-only">Batch {name ?? id}</span>
      <bdi aria-hidden translate="no" title={id} className={name === null ? 'font-mono text-lg' : undefined}>
        {name ?? shortenMiddle(id, 24)}
      </bdi>
    </>
  )
}

/** The batch's state in words, its progress, and its other facts. */
function BatchStory({ batch }: { batch: Batch }) {
  const look = batchLooks[batch.state]
  return (
    <section aria-label="Progress" className="mb-4 rounded-lg border border-line bg-panel px-4 py-3">
      <p className="flex items-start gap-2 text-base" role="status">
        <Glyph look={look} className="mt-0.5" />
        <span>
          <strong className="font-semibold">{look.word}.</strong>{' '}
          <span aria-live="off" className="text-pretty">
            {batchInWords(batch)}
          </span>
        </span>
      </p>
      <BatchBar batch={batch} className="mt-3" />
      <div className="mt-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 text-soft">
        <dl className="flex min-w-0 flex-1 flex-wrap gap-x-6 gap-y-1">
          <InlineFact name="Id">
            <code translate="no" className="font-mono text-xs wrap-anywhere">
              {batch.id}
            </code>
          </InlineFact>
          <InlineFact name="Uploaded">
            <ExactAgo iso={batch.uploadedAt ?? batch.createdAt} after=" ago" />
          </InlineFact>
          {batch.endedAt !== null && (
            <InlineFact name="Ended">
              <ExactAgo iso={batch.endedAt} after=" ago" />
            </InlineFact>
          )}
          {batch.repeats !== null && (
            <InlineFact name="Sends again">
              <IdLink id={batch.repeats} href={pagePaths.batch(batch.repeats)} className="underline" />
            </InlineFact>
          )}
        </dl>
        {batch.rows > 0 && (
          <DownloadLink
            href={`${builtPublicPath}${apiPath('/api/batches/{id}/results.csv', { id: batch.id })}`}
          >
            Results as CSV
          </DownloadLink>
        )}
      </div>
    </section>
  )
}

/** The rows that cannot become packets. */
function BadRows({ batch }: { batch: Batch }) {
  const query = useInfiniteQuery(faultsQuery(batch))
  const faults = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel
      title={counted(batch.badRowCount, 'row at fault', 'rows at fault')}
      action={
        <DownloadLink href={`${builtPublicPath}${apiPath('/api/batches/{id}/faults.csv', { id: batch.id })}`}>
          As CSV
        </DownloadLink>
      }
      className="mb-4"
    >
      {faults === undefined ? (
        <p role={query.error ? 'alert' : 'status'} className="text-soft">
          {query.error ? explainError(query.error) : 'Reading them'}
        </p>
      ) : (
        <FaultTable faults={faults} />
      )}
      <ShowMore query={query} className="mt-2" />
    </Panel>
  )
}

export function NoSuchBatch() {
  return (
    <Placeholder
      title="No such batch"
      actions={
        <Link href={pagePaths.batches} className={buttonClass('primary')}>
          All batches
        </Link>
      }
    >
      <p>Check the id: capital letters count. Batches are deleted some time after their packets.</p>
    </Placeholder>
  )
}
