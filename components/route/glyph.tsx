'use client'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useClock } from '@/components/time/clock'
import type { Attempt } from '@/lib/packet/packet'
import { isBeingHandedOver } from './attempt-words'
import { type Look, outcomeLooks, type Shape, toneText } from './looks'

const ringLength = 2 * Math.PI * 6

/** Drawn on 16 × 16 in the current colour; `--glyph-ground` shows through where a shape is cut out. */
const shapes: Record<Shape, (progress: number) => ReactNode> = {
  tick: () => (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.9 8.3l2.2 2.2 4-4.7" className="stroke-panel" strokeWidth="1.75" />
    </>
  ),
  minus: () => (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
      <path d="M4.75 8h6.5" className="stroke-panel" strokeWidth="1.75" />
    </>
  ),
  cross: () => (
    <>
      <rect x="2" y="2" width="12" height="12" rx="2.5" stroke="currentColor" />
      <path d="M5.5 5.5l5 5m0-5l-5 5" stroke="currentColor" />
    </>
  ),
  clock: () => (
    <>
      <circle cx="8" cy="8" r="6.25" stroke="currentColor" />
      <path d="M8 4.5V8l2.3 1.7" stroke="currentColor" />
    </>
  ),
  broken: () => (
    <path d="M5.2 2.4A6.25 6.25 0 0 0 5.2 13.6M10.8 2.4a6.25 6.25 0 0 1 0 11.2" stroke="currentColor" />
  ),
  filling: (progress) => (
    <>
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeWidth="2" opacity="0.3" />
      <circle
        cx="8"
        cy="8"
        r="6"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={`${(progress * ringLength).toFixed(2)} ${ringLength.toFixed(2)}`}
        transform="rotate(-90 8 8)"
      />
    </>
  ),
  dot: () => <circle cx="8" cy="8" r="3" fill="currentColor" />,
  dotted: () => (
    <circle cx="8" cy="8" r="6" stroke="currentColor" strokeWidth="2" strokeDasharray="0.1 3.67" />
  ),
  'dead-end': () => <path d="M1.5 8h8M12.5 3.5v9" stroke="currentColor" strokeWidth="2" />,
  spent: () => (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" className="stroke-panel" strokeWidth="1.75" />
    </>
  ),
  alarm: () => (
    <>
      <path
        d="M8 1.6l6.6 12H1.4z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M8 6v3.4M8 11.6v.1" className="stroke-panel" strokeWidth="1.75" />
    </>
  ),
  queued: () => <path d="M3 4h10M3 8h10M3 12h6" stroke="currentColor" strokeWidth="1.75" />,
  calendar: () => (
    <>
      <rect x="2" y="3" width="12" height="11" rx="2" stroke="currentColor" />
      <path d="M2 6.75h12M5.25 1.5v3M10.75 1.5v3" stroke="currentColor" />
    </>
  ),
  slashed: () => (
    <>
      <circle cx="8" cy="8" r="6.25" stroke="currentColor" />
      <path d="M3.8 12.2l8.4-8.4" stroke="currentColor" />
    </>
  ),
}

interface GlyphProps {
  look: Look
  /** How much of a filling ring is full, 0 to 1. */
  progress?: number
  size?: number
  className?: string | undefined
}

/** The shape of an outcome or status. The word stands beside it or in the label of what holds it. */
export function Glyph({ look, progress = 0.3, size = 16, className }: GlyphProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="1.5"
      strokeLinecap="round"
      className={clsx('shrink-0', toneText[look.tone], className)}
    >
      {shapes[look.shape](progress)}
    </svg>
  )
}

/** The stop of one attempt; a waiting one fills. */
export function StopGlyph({ attempt }: { attempt: Attempt }) {
  if (attempt.outcome === 'PENDING') return <PendingGlyph attempt={attempt} />
  return <Glyph look={outcomeLooks[attempt.outcome]} />
}

/** The ring of a waiting stop fills as its deadline comes nearer. */
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
