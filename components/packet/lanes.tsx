'use client'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { attemptOutcome, isAwaited } from '@/components/route/attempt-words'
import { Glyph, StopGlyph } from '@/components/route/glyph'
import { outcomeLooks, toneFill, toneStroke } from '@/components/route/looks'
import { useClock } from '@/components/time/clock'
import { reducedMotion, useMedia } from '@/components/ui/browser'
import { Name, Told } from '@/components/ui/told'
import { formatDuration } from '@/lib/packet/duration'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'
import { type Axis, axisOf, type Lane, layLane, place, redrawMs, type Stretch, ticksOf } from './lane'

const columns = 'md:grid md:grid-cols-[minmax(180px,272px)_1fr] md:gap-x-4'

/** The packet's way, one lane for each attempt, all on one time axis drawn to scale. */
export function Lanes({ packet }: { packet: Packet }) {
  const running = !hasEnded(packet.status)
  const calm = useMedia(reducedMotion)
  const smooth = redrawMs(axisOf(packet, Date.parse(packet.updatedAt)))
  const every = running ? Math.max(smooth, calm ? 1_000 : 0) : 3_600_000
  const now = useClock(every, (at) => (running ? at : 0))
  const axis = axisOf(packet, now)
  return (
    <div className="pr-2">
      <ol aria-label="Attempts on a time axis">
        {packet.attempts.map((attempt) => (
          <LaneRow
            key={attempt.number}
            attempt={attempt}
            axis={axis}
            now={running ? now : null}
            listening={running || packet.settling}
            stuck={packet.stuck !== null}
          />
        ))}
      </ol>
      <div aria-hidden className={columns}>
        <span />
        <AxisLine axis={axis} />
      </div>
    </div>
  )
}

interface LaneRowProps {
  attempt: Attempt
  axis: Axis
  now: number | null
  listening: boolean
  stuck: boolean
}

function LaneRow({ attempt, axis, now, listening, stuck }: LaneRowProps) {
  const counts = isAwaited(attempt) && !stuck
  return (
    <li className={clsx(columns, 'items-center max-md:py-1')}>
      <div className="flex min-w-0 items-baseline gap-2">
        <span className="w-4 shrink-0 text-right text-xs text-faint">{attempt.number}</span>
        <span className="min-w-0 text-pretty break-words">
          <Name>{attempt.provider}</Name>{' '}
          <span className="text-soft">
            {counts ? <Countdown attempt={attempt} /> : <Told>{attemptOutcome(attempt, stuck)}</Told>}
          </span>
        </span>
      </div>
      <LaneDrawing
        attempt={attempt}
        lane={layLane(attempt, axis, now ?? axis.to, listening)}
        now={now === null ? null : place(axis, now)}
      />
    </li>
  )
}

function AxisLine({ axis }: { axis: Axis }) {
  return (
    <svg aria-hidden="true" width="100%" height="22" className="block overflow-visible text-faint">
      <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line" />
      {ticksOf(axis).map((tick) => {
        const x = percent(tick.at)
        return (
          <g key={tick.label}>
            <line x1={x} x2={x} y1="0" y2="5" className="stroke-edge" />
            <text
              x={x}
              y="18"
              fontSize="11"
              textAnchor={tick.at === 0 ? 'start' : 'middle'}
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
}

/** One lane in shares of its width, so that it is right at any width. Its words stand beside it. */
function LaneDrawing({ attempt, lane, now }: LaneDrawingProps) {
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
      <Mark at={lane.start} className="stroke-soft" />
      {lane.deadline !== null && <Mark at={lane.deadline} className="stroke-soft" dashed />}
      {now !== null && <Mark at={now} className="stroke-accent" tall />}
      <Stop attempt={attempt} lane={lane} now={now} />
    </svg>
  )
}

function Bar({ stretch, className }: { stretch: Stretch; className: string }) {
  const width = stretch.to - stretch.from
  return <rect x={percent(stretch.from)} width={percent(width)} {...track} className={className} />
}

/** Time in which it was not waited for any more, and a receipt could yet come. */
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

/** The stop of the route line stands where the receipt came, where the attempt ended, or where it is now. */
function Stop({ attempt, lane, now }: LaneDrawingProps) {
  const decided =
    lane.receipt !== null && (attempt.outcome === 'ACKNOWLEDGED' || attempt.outcome === 'REFUSED')
  const at = decided ? lane.receipt : (lane.end ?? now)
  const lateRefusal = !decided && lane.receipt !== null
  return (
    <>
      {at !== null && (
        <Placed at={at}>
          <StopGlyph attempt={attempt} />
        </Placed>
      )}
      {lateRefusal && (
        <Placed at={lane.receipt ?? 1}>
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

/** The time the provider still has. Not announced: a screen reader hears the changes, not every second. */
export function Countdown({ attempt }: { attempt: Attempt }) {
  const until = Date.parse(attempt.graceUntil ?? attempt.deadline)
  const text = useClock(500, (now) => remaining(until - now))
  return <span>{text}</span>
}

/** In whole seconds, rounded up, so that "1 s left" is the last thing it says. */
export function remaining(ms: number): string {
  if (ms <= 0) return 'deadline reached'
  return `${formatDuration(Math.ceil(ms / 1000) * 1000)} left`
}
