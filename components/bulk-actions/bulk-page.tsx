'use client'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { FilterLine } from '@/components/packets/filter-chips'
import { Glyph } from '@/components/route/glyph'
import { bulkLooks } from '@/components/route/looks'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { ExactAgo } from '@/components/time/ago'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { InlineFact } from '@/components/ui/facts'
import { IdLink } from '@/components/ui/id-link'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { withParams } from '@/lib/client/api'
import { explainError, isMissing } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { bulkActionQuery } from '@/lib/client/queries'
import type { BulkAction } from '@/lib/contract/bulk-action'
import { pagePaths } from '@/lib/contract/paths'
import { BulkBar } from './bulk-bar'
import { BulkChanges } from './bulk-changes'
import { bulkInWords, leftOutInWords, titleOf } from './bulk-words'
import { ItemTable } from './item-table'

export function BulkPage({ id }: { id: string }) {
  const query = useQuery(bulkActionQuery(id))
  const health = useHealth({ streamed: false })
  const bulk = query.data
  return (
    <>
      <PageHeader
        title={bulk ? titleOf(bulk) : 'Bulk action'}
        beside={<CopyButton text={id} label={`Copy the id ${id}`} className="-ml-2" />}
        link={linkOf(query)}
      >
        <Link
          href={pagePaths.bulkActions}
          className="inline-flex items-center gap-1 hover:text-ink print:hidden"
        >
          <ArrowLeft aria-hidden size={14} />
          All bulk actions
        </Link>
        <HealthLine health={health} />
      </PageHeader>
      {bulk && (
        <>
          <Story bulk={bulk} />
          <ItemTable bulk={bulk} />
        </>
      )}
      {!bulk && isMissing(query.error) && <NoSuchBulkAction />}
      {!bulk && query.error && !isMissing(query.error) && (
        <Unread
          title="Could not load the bulk action"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton label="Loading the bulk action" rows={3} rowClass="h-14" />}
    </>
  )
}

/** The bulk action's state in words, its progress, and its other facts. */
function Story({ bulk }: { bulk: BulkAction }) {
  const look = bulkLooks[bulk.state]
  const leftOut = leftOutInWords(bulk.leftOut)
  return (
    <section aria-label="Progress" className="mb-4 rounded-lg border border-line bg-panel px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <p className="flex min-w-60 flex-1 items-start gap-2 text-base" role="status">
          <Glyph look={look} className="mt-0.5" />
          <span>
            <strong className="font-semibold">{look.word}.</strong>{' '}
            <span aria-live="off" className="text-pretty">
              {bulkInWords(bulk)}
            </span>
          </span>
        </p>
        <BulkChanges bulk={bulk} />
      </div>
      <BulkBar bulk={bulk} className="mt-3" />
      <dl className="mt-3 flex min-w-0 flex-wrap gap-x-6 gap-y-1 text-soft">
        <InlineFact name="Reason">
          <bdi>{bulk.reason}</bdi>
        </InlineFact>
        {bulk.who !== null && (
          <InlineFact name="By">
            <bdi>{bulk.who}</bdi>
          </InlineFact>
        )}
        <InlineFact name="Begun">
          <ExactAgo iso={bulk.createdAt} after=" ago" />
        </InlineFact>
        {bulk.endedAt !== null && (
          <InlineFact name="Ended">
            <ExactAgo iso={bulk.endedAt} after=" ago" />
          </InlineFact>
        )}
        <InlineFact name="At most">{bulk.perSecond} a second</InlineFact>
        <InlineFact name="For">
          <Chosen bulk={bulk} />
        </InlineFact>
        {bulk.undoneBy !== null && (
          <InlineFact name="Undone by">
            <BulkLink id={bulk.undoneBy} />
          </InlineFact>
        )}
      </dl>
      {leftOut !== null && <p className="mt-1 text-soft">{leftOut}</p>}
    </section>
  )
}

/** The filter that selected the packets, as a link to the packets that match it now. */
function Chosen({ bulk: { filter, undoes } }: { bulk: BulkAction }) {
  if (undoes !== null)
    return (
      <>
        packets sent again by <BulkLink id={undoes} />
      </>
    )
  if (filter === null) return 'packets that were selected'
  return (
    <Link
      href={withParams(pagePaths.packets, filter)}
      prefetch={false}
      className="underline underline-offset-4 hover:text-accent"
    >
      <FilterLine filter={filter} none="every packet" />
    </Link>
  )
}

function BulkLink({ id }: { id: string }) {
  return <IdLink id={id} href={pagePaths.bulkAction(id)} className="underline" />
}

export function NoSuchBulkAction() {
  return (
    <Placeholder
      title="No such bulk action"
      actions={
        <Link href={pagePaths.bulkActions} className={buttonClass('primary')}>
          All bulk actions
        </Link>
      }
    >
      <p>Check the id: capital letters count. Bulk actions are deleted some time after they end.</p>
    </Placeholder>
  )
}
