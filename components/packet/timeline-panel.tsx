'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Download, Printer, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Exact } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { reducedMotion, useMedia } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { countText } from '@/components/ui/format'
import { saveFile } from '@/components/ui/save-file'
import { Segmented } from '@/components/ui/segmented'
import { Name, Told } from '@/components/ui/told'
import { packetAuditQuery, packetReceiptsQuery } from '@/lib/client/queries'
import { mostCounted } from '@/lib/contract/paging'
import { formatDuration } from '@/lib/packet/duration'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { type Axis, axisOf, momentsOf, redrawMs } from './lane'
import { Lanes } from './lanes'
import { type Read, type TimelineEvent, timelineJson, timelineOf } from './timeline'
import { TimelineTable } from './timeline-table'
import { firstView, panned, showing, viewOver, zoomed } from './zoom'

const views = [
  { value: 'lanes', word: 'Lanes' },
  { value: 'table', word: 'Table' },
] as const

/** All events of a packet, drawn to scale or as a table. */
export function TimelinePanel({ packet }: { packet: Packet }) {
  const stored = useQuery(packetReceiptsQuery(packet)).data
  const entries = useQuery(packetAuditQuery(packet)).data
  const events = useMemo(
    () => timelineOf(packet, stored?.items ?? null, entries?.items ?? null),
    [packet, stored, entries],
  )
  const printing = useMedia('print')
  const [shownAs, show] = useState<(typeof views)[number]['value']>('lanes')
  const [receipts, audit] = [readOf(stored), readOf(entries)]
  const save = () =>
    saveFile(
      `timeline-${packet.id}.json`,
      'application/json',
      timelineJson(packet, events, { receipts, audit }),
    )
  useCommands([
    { name: 'Save the timeline as JSON', group: 'page', run: save },
    { name: 'Print this page', group: 'page', run: () => window.print() },
  ])
  return (
    <div className="border-t border-line px-4 py-3">
      {shownAs === 'lanes' && <Drawing packet={packet} events={events} />}
      {(shownAs === 'table' || printing) && (
        <TimelineTable events={events} since={Date.parse(packet.createdAt)} whole={printing} />
      )}
      {receipts !== null && receipts.listed < receipts.total && (
        <p className="mt-2 text-silent">
          The first {countText(receipts.listed)} of {countText(receipts.total, mostCounted)} receipts stand
          here.
        </p>
      )}
      {audit !== null && audit.listed < audit.total && (
        <p className="mt-2 text-silent">
          The latest {countText(audit.listed)} of {countText(audit.total, mostCounted)} entries of the audit
          stand here.
        </p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
        <Segmented label="Timeline shown as" value={shownAs} onChange={show} options={views} />
        <span className="flex-1" />
        <Button look="quiet" onClick={save}>
          <Download aria-hidden size={14} />
          JSON
          <span className="sr-only"> of the timeline</span>
        </Button>
        <Button look="quiet" onClick={() => window.print()}>
          <Printer aria-hidden size={14} />
          Print
        </Button>
      </div>
    </div>
  )
}

function readOf(page: { items: readonly unknown[]; total: number } | undefined): Read | null {
  return page === undefined ? null : { listed: page.items.length, total: page.total }
}

interface DrawingProps {
  packet: Packet
  events: readonly TimelineEvent[]
}

function Drawing({ packet, events }: DrawingProps) {
  const running = !hasEnded(packet.status)
  const calm = useMedia(reducedMotion)
  const smooth = redrawMs(axisOf(packet, Date.parse(packet.updatedAt), events))
  const every = running ? Math.max(smooth, calm ? 1_000 : 0) : 3_600_000
  const now = useClock(every, (at) => (running ? at : 0))
  const whole = axisOf(packet, now, events)
  // Packets are sent again or erased hours after their end.
  const delivery = useMemo(() => events.filter(({ kind }) => kind !== 'byHand'), [events])
  // Null shows the whole time, also as it grows.
  const [zoomedTo, setView] = useState<Axis | null>()
  const view = zoomedTo === undefined ? firstView(axisOf(packet, now, delivery), whole) : zoomedTo
  const axis = view ?? whole
  const [chosen, choose] = useState<string | null>(null)
  const index = events.findIndex(({ id }) => id === chosen)
  const selected = events[index] ?? null
  const around = selected?.at ?? (axis.from + axis.to) / 2
  const zoom = (factor: number) => setView(zoomed(axis, whole, factor, around))
  const goTo = (event: TimelineEvent) => {
    choose(event.id)
    const next = view && showing(view, whole, event.at)
    if (next !== view) setView(next)
  }
  const zoomIn = () => zoom(1 / 2)
  const zoomOut = () => zoom(2)
  const fit = () => setView(null)
  useCommands([
    { name: 'Zoom into the timeline', group: 'page', keys: '+', run: zoomIn },
    { name: 'Zoom out of the timeline', group: 'page', keys: '-', run: zoomOut },
    { name: 'Show the whole timeline', group: 'page', keys: '0', run: fit },
  ])
  return (
    <>
      <Lanes
        packet={packet}
        events={events}
        axis={axis}
        fits={view === null || zoomedTo === undefined}
        now={now}
        selected={selected}
        onZoom={(attempt) => setView(viewOver(momentsOf(attempt), whole))}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 print:hidden">
        <EventSlider events={events} index={index} onChange={goTo} />
        <span className="flex">
          <Tool label="Zoom out" onClick={zoomOut} off={view === null}>
            <ZoomOut aria-hidden size={14} />
          </Tool>
          <Tool label="Zoom in" onClick={zoomIn}>
            <ZoomIn aria-hidden size={14} />
          </Tool>
          <Tool label="Earlier" onClick={() => setView(panned(axis, whole, -0.5))} off={view === null}>
            <ChevronLeft aria-hidden size={14} />
          </Tool>
          <Tool label="Later" onClick={() => setView(panned(axis, whole, 0.5))} off={view === null}>
            <ChevronRight aria-hidden size={14} />
          </Tool>
          <Tool label="Show the whole timeline" onClick={fit} off={view === null}>
            Fit
          </Tool>
        </span>
      </div>
      <EventDetails
        event={selected ?? events.at(-1) ?? null}
        place={index === -1 ? events.length : index + 1}
        count={events.length}
        since={Date.parse(packet.createdAt)}
      />
    </>
  )
}

interface ToolProps {
  label: string
  onClick: () => void
  off?: boolean
  children: ReactNode
}

/** Uses `aria-disabled`, so that a disabled tool keeps the focus and the keyboard does not lose its place. */
function Tool({ label, onClick, off = false, children }: ToolProps) {
  return (
    <Button
      look="quiet"
      className="min-w-8 px-2!"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => {
        if (!off) onClick()
      }}
    >
      {children}
    </Button>
  )
}

interface EventSliderProps {
  events: readonly TimelineEvent[]
  /** -1 if no event was selected; the slider is then at the latest. */
  index: number
  onChange: (event: TimelineEvent) => void
}

/** Selects an event, also by arrow keys; a screen reader reads each one. */
function EventSlider({ events, index, onChange }: EventSliderProps) {
  const last = events.length - 1
  const at = index === -1 ? last : index
  const event = events[at]
  return (
    <input
      type="range"
      aria-label="Go along the events"
      aria-valuetext={event && `${at + 1} of ${events.length}: ${sentenceOf(event)}`}
      min={0}
      max={last}
      value={at}
      onChange={({ target }) => {
        const next = events[Number(target.value)]
        if (next !== undefined) onChange(next)
      }}
      className="min-w-40 flex-1"
    />
  )
}

/** "RouteA: handed over", "Submitted" */
function sentenceOf({ kind, attempt, provider, what }: TimelineEvent): string {
  const isOfAttempt = provider !== null && (attempt !== null || kind === 'receipt')
  return isOfAttempt ? `${provider}: ${what}` : what
}

interface EventDetailsProps {
  event: TimelineEvent | null
  place: number
  count: number
  since: number
}

function EventDetails({ event, place, count, since }: EventDetailsProps) {
  if (event === null) return null
  const { at, attempt, provider, what, detail, notBefore } = event
  return (
    <div className="mt-1 min-h-11 print:hidden">
      <p className="break-words">
        {attempt !== null && <span className="text-soft">Attempt {attempt}, </span>}
        {provider !== null && attempt !== null && (
          <>
            <Name>{provider}</Name>{' '}
          </>
        )}
        <Told names={provider === null ? [] : [provider]}>{what}</Told>
        {detail !== null && (
          <span className="text-soft">
            {'. '}
            <Told names={provider === null ? [] : [provider]}>{detail}</Told>
          </span>
        )}
        {notBefore !== null && (
          <span className="text-soft">
            . Not before <Exact iso={new Date(notBefore).toISOString()} />
          </span>
        )}
      </p>
      <p className="text-xs text-soft">
        Event {place} of {count}, <Exact iso={new Date(at).toISOString()} />,{' '}
        {formatDuration(Math.abs(at - since))} {at < since ? 'before' : 'after'} it was submitted
      </p>
    </div>
  )
}
