'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { focusContent, useAlive } from '@/components/ui/browser'
import { Button, buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy-button'
import { FindField } from '@/components/ui/find-field'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { explainError } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { queueQuery, queuesQuery } from '@/lib/client/queries'
import { queueSearch } from '@/lib/client/search'
import { pagePaths } from '@/lib/contract/paths'
import type { Queue } from '@/lib/contract/queue'
import { maxOrderingKeyBytes } from '@/lib/packet/bounds'
import { trimmed } from '@/lib/packet/text'
import { QueueTable } from './queue-table'

export function QueuesPage() {
  const [search, setSearch] = useQueryStates(queueSearch, { history: 'replace' })
  const key = search.key || null
  const all = useInfiniteQuery({ ...queuesQuery, enabled: key === null })
  const one = useQuery({ ...queueQuery(key ?? ''), enabled: key !== null })
  const query = key === null ? all : one
  const queues = key === null ? all.data && withoutRepeats(all.data.pages) : one.data && [one.data]
  const health = useHealth({ streamed: false })
  const alive = useAlive()
  const showAll = () => {
    focusContent()
    void setSearch({ key: null })
  }
  return (
    <>
      <PageHeader title="Queues" link={linkOf(query)}>
        <HealthLine health={health}>
          Packets with one ordering key, which are delivered one after the other.
        </HealthLine>
      </PageHeader>
      <fieldset disabled={!alive} className="mb-3 flex min-w-0 flex-wrap items-end gap-2">
        <FindField
          className="w-full md:w-80"
          label="Ordering key, exactly"
          value={key ?? ''}
          maxLength={maxOrderingKeyBytes}
          onEnter={(text) => void setSearch({ key: trimmed(text) || null })}
        />
        {key !== null && <Button onClick={showAll}>All queues</Button>}
      </fieldset>
      {query.isPending && <Skeleton label="Loading the queues" rows={4} rowClass="h-28 xl:h-14" />}
      {queues === undefined && query.error && (
        <Unread
          title={key === null ? 'Could not load the queues' : 'Could not load the queue'}
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {queues && queues.length > 0 && <QueueTable queues={queues} />}
      {queues?.length === 0 && <NoQueue />}
      {key === null && <ShowMore query={all} />}
    </>
  )
}

/** Removes duplicates: a queue may move to a later page between the reads of two pages. */
function withoutRepeats(pages: readonly { items: readonly Queue[] }[]): Queue[] {
  const byKey = new Map(pages.flatMap(({ items }) => items.map((queue) => [queue.orderingKey, queue])))
  return [...byKey.values()]
}

function NoQueue() {
  return (
    <Placeholder
      title="No packet waits in a queue"
      actions={
        <Link href={pagePaths.submit} className={buttonClass('primary')}>
          Submit a packet
        </Link>
      }
    >
      <p>
        Packets that are submitted with the same ordering key are delivered in the order in which they were
        accepted. Those whose turn has not come are shown here.
      </p>
      <p>
        <Command text="npm run submit -- --ordering-key k --count 9" />
      </p>
    </Placeholder>
  )
}
