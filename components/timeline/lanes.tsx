'use client'
import { clsx } from 'clsx'
import { attemptOutcome, isAwaited } from '@/components/route/attempt-words'
import { useClock } from '@/components/time/clock'
import { Told } from '@/components/ui/told'
import { reducedMotion, useMedia } from '@/components/ui/use-media'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'
import { type Axis, place, ticksOf } from './axis'
import { Countdown } from './countdown'
import { axisOf, layLane, redrawMs } from './lane'
import { LaneDrawing } from './lane-drawing'

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
          <bdi translate="no" className="font-semibold break-words">
            {attempt.provider}
          </bdi>{' '}
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
        const x = `${(tick.at * 100).toFixed(3)}%`
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
