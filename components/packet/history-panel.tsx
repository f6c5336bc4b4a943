'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { exactUtc } from '@/components/time/age'
import { Button } from '@/components/ui/button'
import { RevealPanel } from '@/components/ui/reveal-panel'
import { ScrollText } from '@/components/ui/scroll-text'
import { historyQuery } from '@/lib/client/get-history'
import type { HistoryEvent } from '@/lib/contract/packet'

/** What Temporal recorded, event by event, for those who want to see for themselves. */
export function HistoryPanel({ id }: { id: string }) {
  return (
    <RevealPanel title="Temporal events" closed="The raw record of this delivery.">
      {() => <Events id={id} />}
    </RevealPanel>
  )
}

function Events({ id }: { id: string }) {
  const query = useInfiniteQuery(historyQuery(id))
  if (query.isPending) return <p role="status">Fetching the events</p>
  if (query.isError) return <p role="alert">{query.error.message}</p>
  const events = query.data.pages.flatMap((page) => page.events)
  return (
    <>
      <ol className="divide-y divide-line">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
      <div className="mt-3 flex gap-2">
        <Button onClick={() => void query.refetch()} disabled={query.isFetching}>
          Read again
        </Button>
        {query.hasNextPage && (
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetching}>
            More events
          </Button>
        )}
      </div>
    </>
  )
}

function EventRow({ event }: { event: HistoryEvent }) {
  return (
    <li>
      <details className="group py-1.5">
        <summary className="flex flex-wrap items-baseline gap-x-3">
          <span className="w-8 text-right text-faint">{event.id}</span>
          <span>{event.type}</span>
          <time dateTime={event.time} className="text-xs text-faint">
            {exactUtc(event.time)}
          </time>
        </summary>
        <div className="mt-1.5">
          <ScrollText
            label={`Attributes of event ${event.id}`}
            text={JSON.stringify(event.attributes, null, 2)}
          />
        </div>
      </details>
    </li>
  )
}
