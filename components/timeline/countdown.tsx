'use client'
import { useClock } from '@/components/time/clock'
import { formatDuration } from '@/lib/packet/duration'
import type { Attempt } from '@/lib/packet/packet'

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
