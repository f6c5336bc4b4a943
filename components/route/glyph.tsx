'use client'
import { clsx } from 'clsx'
import { useClock } from '@/components/time/clock'
import type { Attempt } from '@/lib/packet/packet'
import { isBeingHandedOver } from './attempt-words'
import { type Look, outcomeLooks, toneText } from './looks'
import { strokesOf, usualStroke } from './shapes'

interface GlyphProps {
  look: Look
  /** How full a `filling` ring is, 0 to 1. */
  progress?: number
  size?: number
  className?: string | undefined
}

/** The shape of an outcome or status. Its word is beside it, or in the label of the element that contains it. */
export function Glyph({ look, progress = 0.3, size = 16, className }: GlyphProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth={usualStroke}
      strokeLinejoin="round"
      strokeLinecap="round"
      className={clsx('shrink-0', toneText[look.tone], className)}
    >
      {strokesOf(look.shape, progress).map(({ d, paint, width, dash, opacity }, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: the strokes of a shape have no other key
          key={index}
          d={d}
          {...(paint === 'fill' ? { fill: 'currentColor', stroke: 'none' } : { strokeWidth: width })}
          {...(paint === 'stroke' && { stroke: 'currentColor' })}
          {...(paint === 'cut' && { className: 'stroke-panel' })}
          strokeDasharray={dash?.map((length) => length.toFixed(2)).join(' ')}
          opacity={opacity}
        />
      ))}
    </svg>
  )
}

/** The mark of one attempt. The ring of a pending attempt fills. */
export function StopGlyph({ attempt }: { attempt: Attempt }) {
  if (attempt.outcome === 'PENDING') return <PendingGlyph attempt={attempt} />
  return <Glyph look={outcomeLooks[attempt.outcome]} />
}

/** The ring of a pending attempt fills as its deadline comes nearer. */
function PendingGlyph({ attempt }: { attempt: Attempt }) {
  const start = Date.parse(attempt.transmittedAt)
  const end = Date.parse(attempt.graceUntil ?? attempt.deadline)
  const begun = !isBeingHandedOver(attempt)
  const progress = useClock(1000, (now) => hundredths(begun ? (now - start) / (end - start) : 0))
  return <Glyph look={outcomeLooks.PENDING} progress={progress} />
}

function hundredths(share: number): number {
  return Math.min(1, Math.max(0.02, Math.round(share * 100) / 100))
}
