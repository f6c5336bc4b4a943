'use client'
import { useClock } from '@/components/time/clock'
import type { Attempt } from '@/lib/packet/packet'
import { isBeingHandedOver } from './attempt-words'
import { Glyph } from './glyph'
import { outcomeLooks } from './looks'

/** The ring of a waiting stop fills as its deadline comes nearer. */
export function PendingGlyph({ attempt, size }: { attempt: Attempt; size?: number }) {
  const start = Date.parse(attempt.transmittedAt)
  const end = Date.parse(attempt.graceUntil ?? attempt.deadline)
  const begun = !isBeingHandedOver(attempt)
  const progress = useClock(1000, (now) => hundredths(begun ? (now - start) / (end - start) : 0))
  return <Glyph look={outcomeLooks.PENDING} progress={progress} {...(size !== undefined && { size })} />
}

function hundredths(share: number): number {
  return Math.min(1, Math.max(0.02, Math.round(share * 100) / 100))
}
