'use client'
import { clsx } from 'clsx'
import { ZoomIn } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { attemptOutcome, isAwaited } from '@/components/route/attempt-words'
import { Glyph, StopGlyph } from '@/components/route/glyph'
import {
  byHandLook,
  type Look,
  outcomeLooks,
  retryingLook,
  toneFill,
  toneStroke,
  unsentLook,
} from '@/components/route/looks'
import { useClock } from '@/components/time/clock'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Name, Told } from '@/components/ui/told'
import { formatDuration } from '@/lib/packet/duration'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'
import {
  type Axis,
  clockTicksOf,
  type Lane,
  layLane,
  markAt,
  marksOf,
  place,
  type Stretch,
  type Tick,
  ticksOf,
} from './lane'
import { otherReceipts, type TimelineEvent, type TimelineKind } from './timeline'

const columns = 'md:grid md:grid-cols-[minmax(180px,272px)_1fr] md:gap-x-4'

interface LanesProps {
  packet: Packet
  events: readonly TimelineEvent[]
  /** The part of the packet's time that is in view. */
  axis: Axis
  /** The view begins where the packet's time does, so the ticks count from there. */
  fits: boolean
  /** Milliseconds since the epoch. */
  now: number
  selected: TimelineEvent | null
  onZoom: (attempt: Attempt) => void
}

/** The course of the packet: one lane per attempt, all on one time axis, to scale. */
export function Lanes({ packet, events, axis, fits, now, selected, onZoom }: LanesProps) {
  const running = !hasEnded(packet.status)
  const ofPacket = useMemo(() => events.filter(({ kind }) => isOfPacket[kind]), [events])
  const receipts = useMemo(() => otherReceipts(packet, events), [packet, events])
  const stray = receipts.get(null) ?? []
  return (
    <div className="pr-2">
      <ol aria-label="Attempts on a time axis">
        {ofPacket.length + stray.length > 0 && (
          <PacketRow events={ofPacket} receipts={stray} axis={axis} now={now} selected={selected} />
        )}
        {packet.attempts.map((attempt) => (
          <LaneRow
            key={attempt.number}
            attempt={attempt}
            receipts={receipts.get(attempt.number) ?? []}
            axis={axis}
            now={running ? now : null}
            listening={running || packet.settling}
            stuck={packet.stuck !== null}
            selected={selected}
            onZoom={onZoom}
          />
        ))}
      </ol>
      <div aria-hidden className={columns}>
        <span />
        <AxisLine
          ticks={fits ? ticksOf(axis) : clockTicksOf(axis, -new Date(axis.to).getTimezoneOffset() * 60_000)}
        />
      </div>
    </div>
  )
}

/** Events of the packet as a whole, rather than of one attempt, are in a lane of their own. */
const isOfPacket: Record<TimelineKind, boolean> = {
  submitted: false,
  begun: false,
  lookUpFailed: true,
  waited: true,
  takenBack: true,
  byHand: true,
  handOver: false,
  answered: false,
  grace: false,
  recalled: false,
  receipt: false,
  attemptEnded: false,
  ended: false,
}

interface PacketRowProps extends Pick<LanesProps, 'axis' | 'now' | 'selected'> {
  events: readonly TimelineEvent[]
  /** For no attempt of the packet. */
  receipts: readonly TimelineEvent[]
}

function PacketRow({ events, receipts, axis, now, selected }: PacketRowProps) {
  return (
    <li className={clsx(columns, 'items-center max-md:py-1')}>
      <div className="pl-6 text-soft">{marksInWords([...events, ...receipts])}</div>
      <svg aria-hidden="true" width="100%" height={height} className="block overflow-visible">
        {events.map((event) => (
          <PacketMark key={event.id} event={event} axis={axis} now={now} />
        ))}
        <ReceiptMarks receipts={receipts} axis={axis} />
        <SelectedMark event={selected} axis={axis} />
      </svg>
    </li>
  )
}

const markLooks: Partial<Record<TimelineKind, Look>> = { lookUpFailed: retryingLook, byHand: byHandLook }

function PacketMark({
  event: { kind, at, until },
  axis,
  now,
}: {
  event: TimelineEvent
  axis: Axis
  now: number
}) {
  if (kind === 'waited') {
    const stretch = { from: place(axis, at), to: place(axis, until ?? now) }
    return <Bar stretch={stretch} className="fill-silent-wash stroke-silent" />
  }
  const mark = markAt(axis, at)
  if (mark === null) return null
  return (
    <Placed at={mark}>
      <Glyph look={markLooks[kind] ?? unsentLook} size={16} />
    </Placed>
  )
}

/** "2 failed look-ups, 1 wait" */
function marksInWords(events: readonly TimelineEvent[]): string {
  const of = (kind: TimelineKind) => events.filter((event) => event.kind === kind).length
  const parts = [
    [of('lookUpFailed'), 'failed look-up', 'failed look-ups'],
    [of('waited'), 'wait', 'waits'],
    [of('takenBack'), 'hand-over taken back', 'hand-overs taken back'],
    [of('byHand'), 'action by hand', 'actions by hand'],
    [of('receipt'), 'receipt for no attempt of it', 'receipts for no attempt of it'],
  ] as const
  return parts.flatMap(([count, one, many]) => (count === 0 ? [] : counted(count, one, many))).join(', ')
}

/** Below the lane, because the mark of the attempt would hide those beside it. */
function ReceiptMarks({ receipts, axis }: { receipts: readonly TimelineEvent[]; axis: Axis }) {
  const marks = marksOf(
    axis,
    receipts.map(({ at }) => at),
  )
  return marks.map((at) => (
    <circle
      key={at}
      cx={percent(at)}
      cy={height - 4}
      r="2.5"
      strokeWidth="1.25"
      className="fill-panel stroke-soft"
    />
  ))
}

interface LaneRowProps {
  attempt: Attempt
  /** Those that the attempt does not have itself: repeated and kept ones. */
  receipts: readonly TimelineEvent[]
  axis: Axis
  now: number | null
  listening: boolean
  stuck: boolean
  selected: TimelineEvent | null
  onZoom: (attempt: Attempt) => void
}

function LaneRow({ attempt, receipts, axis, now, listening, stuck, selected, onZoom }: LaneRowProps) {
  const counts = isAwaited(attempt) && !stuck
  return (
    <li className={clsx(columns, 'items-center max-md:py-1')}>
      <div className="flex min-w-0 items-baseline gap-2">
        <span className="w-4 shrink-0 text-right text-xs text-faint">{attempt.number}</span>
        <span className="min-w-0 flex-1 text-pretty break-words">
          <Name>{attempt.provider}</Name>{' '}
          <span className="text-soft">
            {counts ? <Countdown attempt={attempt} /> : <Told>{attemptOutcome(attempt, stuck)}</Told>}
          </span>
          {receipts.length > 0 && (
            <span className="block text-xs text-soft">
              {attempt.receipt === null
                ? counted(receipts.length, 'receipt', 'receipts')
                : counted(receipts.length, 'more receipt', 'more receipts')}
            </span>
          )}
        </span>
        <Button
          look="quiet"
          className="-my-1 size-6! shrink-0 self-center px-0! print:hidden"
          aria-label={`Zoom to attempt ${attempt.number}, ${attempt.provider}`}
          title="Zoom to this attempt"
          onClick={() => onZoom(attempt)}
        >
          <ZoomIn aria-hidden size={14} />
        </Button>
      </div>
      <LaneDrawing
        attempt={attempt}
        lane={layLane(attempt, axis, now ?? axis.to, listening)}
        now={now === null ? null : markAt(axis, now)}
      >
        <ReceiptMarks receipts={receipts} axis={axis} />
        <SelectedMark event={selected} axis={axis} />
      </LaneDrawing>
    </li>
  )
}

/** A line through all lanes at the selected event. */
function SelectedMark({ event, axis }: { event: TimelineEvent | null; axis: Axis }) {
  const at = event === null ? null : markAt(axis, event.at)
  return at === null ? null : <Mark at={at} className="stroke-ink" tall />
}

function AxisLine({ ticks }: { ticks: readonly Tick[] }) {
  return (
    <svg aria-hidden="true" width="100%" height="22" className="block overflow-visible text-faint">
      <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line" />
      {ticks.map((tick) => {
        const x = percent(tick.at)
        return (
          <g key={tick.label}>
            <line x1={x} x2={x} y1="0" y2="5" className="stroke-edge" />
            <text
              x={x}
              y="18"
              fontSize="11"
              textAnchor={tick.at < 0.04 ? 'start' : tick.at > 0.96 ? 'end' : 'middle'}
              fill="currentColor"
            >
              {tick.label}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

const height = 36
const middle = height / 2
const track = { y: middle - 4, height: 8 }

interface LaneDrawingProps {
  attempt: Attempt
  lane: Lane
  now: number | null
  children?: ReactNode
}

/** Draws one lane in percent of its width, so that it scales. The words are beside the drawing. */
function LaneDrawing({ attempt, lane, now, children }: LaneDrawingProps) {
  const look = outcomeLooks[attempt.outcome]
  return (
    <svg aria-hidden="true" width="100%" height={height} className="block overflow-visible">
      {attempt.outcome === 'PENDING' && <Bar stretch={lane.track} className="fill-idle-wash stroke-edge" />}
      {lane.late && <Thread stretch={lane.late} />}
      {lane.grace && <Bar stretch={lane.grace} className="fill-silent-wash stroke-edge" />}
      <Bar
        stretch={lane.filled}
        className={clsx(toneFill[look.tone], toneStroke[look.tone], '[fill-opacity:0.45]')}
      />
      {lane.handOver && <Bar stretch={lane.handOver} className={toneFill[look.tone]} />}
      {lane.start !== null && <Mark at={lane.start} className="stroke-soft" />}
      {lane.deadline !== null && <Mark at={lane.deadline} className="stroke-soft" dashed />}
      {now !== null && <Mark at={now} className="stroke-accent" tall />}
      {children}
      <Stop attempt={attempt} lane={lane} now={now} />
    </svg>
  )
}

function Bar({ stretch, className }: { stretch: Stretch; className: string }) {
  const width = stretch.to - stretch.from
  return <rect x={percent(stretch.from)} width={percent(width)} {...track} className={className} />
}

/** Time in which the attempt was over, but a receipt could still come. */
function Thread({ stretch }: { stretch: Stretch }) {
  return (
    <line
      x1={percent(stretch.from)}
      x2={percent(stretch.to)}
      y1={middle}
      y2={middle}
      strokeWidth="1.5"
      strokeDasharray="1.5 4"
      strokeLinecap="round"
      className="stroke-edge"
    />
  )
}

interface MarkProps {
  at: number
  className: string
  dashed?: boolean
  tall?: boolean
}

function Mark({ at, className, dashed, tall }: MarkProps) {
  const reach = tall ? middle : 9
  return (
    <line
      x1={percent(at)}
      x2={percent(at)}
      y1={middle - reach}
      y2={middle + reach}
      strokeWidth={tall ? 1 : 1.5}
      {...(dashed && { strokeDasharray: '3 3' })}
      className={className}
    />
  )
}

/** The attempt's mark is where the receipt came, where the attempt ended, or at the present. */
function Stop({ attempt, lane, now }: LaneDrawingProps) {
  const { outcome, receipt, endedAt } = attempt
  const decided = receipt !== null && (outcome === 'ACKNOWLEDGED' || outcome === 'REFUSED')
  const at = decided ? lane.receipt : endedAt === null ? now : lane.end
  return (
    <>
      {at !== null && (
        <Placed at={at}>
          <StopGlyph attempt={attempt} />
        </Placed>
      )}
      {!decided && lane.receipt !== null && (
        <Placed at={lane.receipt}>
          <Glyph look={outcomeLooks.REFUSED} size={12} />
        </Placed>
      )}
    </>
  )
}

function Placed({ at, children }: { at: number; children: ReactNode }) {
  return (
    <svg x={percent(at)} y={middle} className="overflow-visible" aria-hidden="true">
      <circle r="10" className="fill-panel" />
      <g transform="translate(-8 -8)">{children}</g>
    </svg>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}

/** The provider's remaining time. Not a live region: a screen reader announces changes, not every second. */
export function Countdown({ attempt }: { attempt: Attempt }) {
  const until = Date.parse(attempt.graceUntil ?? attempt.deadline)
  const text = useClock(500, (now) => remaining(until - now))
  return <span>{text}</span>
}

/** Whole seconds, rounded up, so that the last text before the deadline is "1 s left". */
export function remaining(ms: number): string {
  if (ms <= 0) return 'deadline reached'
  return `${formatDuration(Math.ceil(ms / 1000) * 1000)} left`
}
