'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { useRef } from 'react'
import { Exact } from '@/components/time/ago'
import { ScrollBox } from '@/components/ui/scroll-text'
import { Name, Told } from '@/components/ui/told'
import { formatDuration } from '@/lib/packet/duration'
import type { TimelineEvent } from './timeline'

const grid = 'grid gap-x-4 md:grid-cols-[190px_88px_minmax(0,1fr)]'
const rowHeight = 37

interface TimelineTableProps {
  events: readonly TimelineEvent[]
  /** When the packet was submitted, in milliseconds since the epoch. */
  since: number
  /** Render every row, for print. */
  whole: boolean
}

/** The events with their exact times. There may be thousands, so only those in view are rendered. */
export function TimelineTable({ events, since, whole }: TimelineTableProps) {
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (index) => events[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const indexes = whole ? events.map((_, index) => index) : items.map(({ index }) => index)
  const behind = last === undefined || whole ? 0 : virtual.getTotalSize() - last.end
  return (
    <ScrollBox ref={box} label="Timeline" className="max-h-112 print:overflow-visible">
      <table aria-label="Timeline" aria-rowcount={events.length + 1} className="block">
        <thead className="sticky top-0 z-10 block bg-panel max-md:sr-only">
          <tr
            aria-rowindex={1}
            className={clsx(grid, 'border-b border-line pb-1 text-left text-xs text-soft')}
          >
            <th scope="col" className="font-normal">
              Time
            </th>
            <th scope="col" className="text-right font-normal">
              After
            </th>
            <th scope="col" className="font-normal">
              What happened
            </th>
          </tr>
        </thead>
        <tbody
          className="block"
          style={{ paddingTop: whole ? 0 : (first?.start ?? 0), paddingBottom: behind }}
        >
          {indexes.map((index) => {
            const event = events[index]
            return (
              event && (
                <EventRow
                  key={event.id}
                  event={event}
                  index={index}
                  since={since}
                  measure={whole ? undefined : virtual.measureElement}
                />
              )
            )
          })}
        </tbody>
      </table>
    </ScrollBox>
  )
}

interface EventRowProps {
  event: TimelineEvent
  index: number
  since: number
  measure: ((row: HTMLTableRowElement | null) => void) | undefined
}

function EventRow({ event, index, since, measure }: EventRowProps) {
  const { at, until, attempt, provider, what, detail, notBefore } = event
  const names = provider === null ? [] : [provider]
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className={clsx(grid, 'break-inside-avoid border-b border-line py-2')}
    >
      <td className="text-xs leading-5 whitespace-nowrap text-soft">
        <Instant at={at} />
        {until !== null && (
          <span className="block">
            to <Instant at={until} />
          </span>
        )}
      </td>
      <td className="text-soft md:text-right">
        {at < since && '−'}
        {formatDuration(Math.abs(at - since))}
      </td>
      <td className="min-w-0 break-words">
        {attempt !== null && provider !== null && (
          <>
            <span className="text-soft">{attempt}, </span>
            <Name>{provider}</Name>{' '}
          </>
        )}
        <Told names={names}>{what}</Told>
        {detail !== null && (
          <span className="block text-xs text-soft">
            <Told names={names}>{detail}</Told>
          </span>
        )}
        {notBefore !== null && (
          <span className="block text-xs text-soft">
            Not before <Instant at={notBefore} />
          </span>
        )}
      </td>
    </tr>
  )
}

function Instant({ at }: { at: number }) {
  const iso = new Date(at).toISOString()
  return <Exact iso={iso} />
}
