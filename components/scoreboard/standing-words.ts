/** What the numbers of the scoreboard are made of, and how far they can be trusted. */
import { counted, countText } from '@/components/ui/numbers'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'

/** A look takes a moment, and the page asks every few seconds. */
const noticeableLagMs = 15_000

export function standingWords(board: Scoreboard): string {
  const { countedPackets, lagMs, rebuilding, completeSince, since, settlingPackets } = board
  const closed = counted(countedPackets, 'packet', 'packets')
  const standing = rebuilding
    ? `The sums are being built: ${closed} counted so far, complete back to ${minuteOf(completeSince)}.`
    : `${closed} closed since ${minuteOf(since)}, counted ${ago(lagMs)}.`
  return [standing, ...settlingWords(settlingPackets ?? 0)].join(' ')
}

/** Null as long as new endings are found soon. */
export function lagWords({ lagMs }: Scoreboard): string | null {
  return lagMs > noticeableLagMs ? 'Temporal is slow or away, so newer endings are missing.' : null
}

/** The same on server and browser, which may be in different zones: "2026-03-01 09:05 UTC". */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function ago(lagMs: number): string {
  return lagMs < 1000 ? 'just now' : `${formatDuration(Math.floor(lagMs / 1000) * 1000)} ago`
}

function settlingWords(count: number): string[] {
  if (count === 0) return []
  if (count === 1) return ['1 more still settles and is counted then.']
  return [`${countText(count)} more still settle and are counted then.`]
}
