'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Exact } from '@/components/time/ago'
import { useMedia } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { RevealPanel } from '@/components/ui/panel'
import { ReadFailed } from '@/components/ui/placeholder'
import { ScrollBox, ScrollText } from '@/components/ui/scroll-text'
import { explainError } from '@/lib/client/client-error'
import { useHistory } from '@/lib/client/use-packet'
import type { HistoryEvent } from '@/lib/contract/packet'
import type { Packet } from '@/lib/packet/packet'

/** The events of Temporal's history, unprocessed. */
export function HistoryPanel({ packet }: { packet: Packet }) {
  return (
    <RevealPanel title="Temporal events" closed="The raw record of this delivery.">
      {() => <Events packet={packet} />}
    </RevealPanel>
  )
}

function Events({ packet }: { packet: Packet }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useHistory(packet)
  const [all, readAll] = useState(false)
  const goesOn = all && hasNextPage && !isFetching && error === null
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  if (data === undefined && error === null) return <p role="status">Fetching the events</p>
  const events = data?.pages.flatMap((page) => page.events) ?? []
  return (
    <>
      <EventList events={events} />
      {error !== null && <ReadFailed message={explainError(error)} onRetry={() => void refetch()} />}
      {error === null && hasNextPage && (
        <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
          <Button onClick={() => void fetchNextPage()} disabled={isFetching}>
            More events
          </Button>
          <Button look="quiet" onClick={() => readAll(true)} disabled={all}>
            {all ? 'Reading all events' : 'All events'}
          </Button>
        </div>
      )}
      {data !== undefined && data.pages.length > 1 && (
        <p role="status" className="mt-1 text-xs text-soft">
          {!hasNextPage && `All ${counted(events.length, 'event', 'events')} are read.`}
        </p>
      )}
    </>
  )
}

const rowHeight = 33

/** There may be thousands of events, so only those in view are rendered; for print, all of them. */
function EventList({ events }: { events: readonly HistoryEvent[] }) {
  const box = useRef<HTMLElement>(null)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const whole = useMedia('print')
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (index) => events[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const shown = whole ? events.map((_, index) => index) : items.map(({ index }) => index)
  const before = whole ? 0 : (items[0]?.start ?? 0)
  const behind = whole ? 0 : virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const toggle = (id: number, isOpen: boolean) => {
    if (open.has(id) === isOpen) return
    setOpen(new Set(isOpen ? [...open, id] : [...open].filter((each) => each !== id)))
  }
  return (
    <ScrollBox ref={box} label="Events" className="max-h-[70dvh] print:overflow-visible">
      <ol style={{ paddingTop: before, paddingBottom: behind }}>
        {shown.map((index) => {
          const event = events[index]
          return (
            event && (
              <li
                key={event.id}
                ref={whole ? undefined : virtual.measureElement}
                data-index={index}
                aria-posinset={index + 1}
                aria-setsize={events.length}
                className="border-t border-line first:border-t-0"
              >
                <EventRow event={event} open={open.has(event.id)} onToggle={toggle} />
              </li>
            )
          )
        })}
      </ol>
    </ScrollBox>
  )
}

interface EventRowProps {
  event: HistoryEvent
  /** Held by the list, because a row that is scrolled out of view is unmounted. */
  open: boolean
  onToggle: (id: number, open: boolean) => void
}

function EventRow({ event: { id, type, time, attributes }, open, onToggle }: EventRowProps) {
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => onToggle(id, currentTarget.open)}
      className="group py-1.5"
    >
      <summary className="flex flex-wrap items-baseline gap-x-3 hover:text-accent">
        <ChevronRight
          aria-hidden
          size={14}
          className="-mr-1 shrink-0 self-center text-faint group-open:rotate-90"
        />
        <span className="min-w-8 shrink-0 text-right whitespace-nowrap text-faint">{id}</span>
        <span>{type}</span>
        <time dateTime={time} className="text-xs text-faint max-md:basis-full max-md:pl-17">
          <Exact iso={time} />
        </time>
      </summary>
      {open && (
        <div className="mt-1.5">
          <ScrollText label={`Attributes of event ${id}`} text={JSON.stringify(attributes, null, 2)} />
        </div>
      )}
    </details>
  )
}
