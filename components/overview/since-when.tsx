'use client'
import { Instant, useExactTitle } from '@/components/time/ago'
import { useAlive } from '@/components/ui/browser'
import type { Overview } from '@/lib/contract/overview'
import { beginText, ownClock, utcClock } from './overview-words'

type Begun = Pick<Overview, 'since' | 'window'>

/** The beginning of the window by the viewer's clock; by UTC, in the same form, until the page is hydrated. */
export function useSinceText(overview: Begun): string {
  return `since ${useBegin(overview)}`
}

/** The same, with the exact time on hover. */
export function SinceWhen({ overview, end }: { overview: Begun; end?: string }) {
  const { since } = overview
  return (
    <Instant iso={since} title={useExactTitle(since)} before="since " text={useBegin(overview)} end={end} />
  )
}

function useBegin(overview: Begun): string {
  return beginText(overview, useAlive() ? ownClock : utcClock)
}
