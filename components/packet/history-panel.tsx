'use client'
import { ChevronRight } from 'lucide-react'
import { exactUtc } from '@/components/time/format'
import { Button } from '@/components/ui/button'
import { RevealPanel } from '@/components/ui/panel'
import { ReadFailed } from '@/components/ui/placeholder'
import { ScrollText } from '@/components/ui/scroll-text'
import { explainError } from '@/lib/client/client-error'
import { useHistory } from '@/lib/client/use-packet'
import type { HistoryEvent } from '@/lib/contract/packet'
import type { Packet } from '@/lib/packet/packet'

/** What Temporal recorded, event by event, for those who want to see for themselves. */
export function HistoryPanel({ packet }: { packet: Packet }) {
  return (
    <RevealPanel title="Temporal events" closed="The raw record of this delivery.">
      {() => <Events packet={packet} />}
    </RevealPanel>
  )
}

function Events({ packet }: { packet: Packet }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useHistory(packet)
  if (data === undefined && error === null) return <p role="status">Fetching the events</p>
  const events = data?.pages.flatMap((page) => page.events) ?? []
  return (
    <>
      <ol className="divide-y divide-line">
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
      {error !== null && <ReadFailed message={explainError(error)} onRetry={() => void refetch()} />}
      {error === null && hasNextPage && (
        <Button className="mt-3" onClick={() => void fetchNextPage()} disabled={isFetching}>
          More events
        </Button>
      )}
    </>
  )
}

function EventRow({ event }: { event: HistoryEvent }) {
  return (
    <li>
      <details className="group py-1.5">
        <summary className="flex flex-wrap items-baseline gap-x-3 hover:text-accent">
          <ChevronRight
            aria-hidden
            size={14}
            className="-mr-1 shrink-0 self-center text-faint group-open:rotate-90"
          />
          <span className="min-w-8 shrink-0 text-right whitespace-nowrap text-faint">{event.id}</span>
          <span>{event.type}</span>
          <time dateTime={event.time} className="text-xs text-faint max-md:basis-full max-md:pl-17">
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
