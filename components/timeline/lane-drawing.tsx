import { clsx } from 'clsx'
import { Glyph } from '@/components/route/glyph'
import { type Look, outcomeLooks, toneFill, toneStroke } from '@/components/route/looks'
import { PendingGlyph } from '@/components/route/pending-glyph'
import type { Attempt } from '@/lib/packet/packet'
import type { Lane, Stretch } from './lane'

const height = 36
const middle = height / 2
const track = { y: middle - 4, height: 8 }

interface LaneDrawingProps {
  attempt: Attempt
  lane: Lane
  now: number | null
}

/** One lane in shares of its width, so that it is right at any width. Its words stand beside it. */
export function LaneDrawing({ attempt, lane, now }: LaneDrawingProps) {
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
      <Stop attempt={attempt} lane={lane} look={look} now={now} />
    </svg>
  )
}

function Bar({ stretch, className }: { stretch: Stretch; className: string }) {
  const width = stretch.to - stretch.from
  return <rect x={percent(stretch.from)} width={percent(width)} {...track} className={className} />
}

/** Time in which nobody waited any more, and a receipt could yet come. */
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

function Mark({
  at,
  className,
  dashed,
  tall,
}: {
  at: number
  className: string
  dashed?: boolean
  tall?: boolean
}) {
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
function Stop({ attempt, lane, look, now }: LaneDrawingProps & { look: Look }) {
  const decided =
    lane.receipt !== null && (attempt.outcome === 'ACKNOWLEDGED' || attempt.outcome === 'REFUSED')
  const at = decided ? lane.receipt : (lane.end ?? now)
  const lateRefusal = !decided && lane.receipt !== null
  return (
    <>
      {at !== null && (
        <Placed at={at}>
          {attempt.outcome === 'PENDING' ? <PendingGlyph attempt={attempt} /> : <Glyph look={look} />}
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

function Placed({ at, children }: { at: number; children: React.ReactNode }) {
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
