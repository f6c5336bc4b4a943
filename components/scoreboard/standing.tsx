import { explainError } from '@/lib/client/explain-error'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'

const numbers = new Intl.NumberFormat('en')
/** A look takes a moment, and the page asks every few seconds. */
const noticeableLagMs = 15_000

/** What the numbers beneath are made of, and how far they can be trusted. */
export function Standing({ board, error }: { board: Scoreboard; error: Error | null }) {
  const { countedPackets, settlingPackets, lagMs, rebuilding, completeSince, since } = board
  return (
    <p className="mb-3 min-h-5 text-soft">
      {rebuilding
        ? `The sums are being built: ${packets(countedPackets)} counted so far, complete back to ${minuteOf(completeSince)}.`
        : `${packets(countedPackets)} closed since ${minuteOf(since)}, counted ${ago(lagMs)}.`}
      {settlingPackets !== null && settlingPackets > 0 && ` ${settlingWords(settlingPackets)}`}
      {error !== null && <b className="font-normal text-bad"> Not renewed: {explainError(error)}</b>}
      {error === null && lagMs > noticeableLagMs && (
        <b className="font-normal text-silent"> Temporal is slow or away, so newer endings are missing.</b>
      )}
    </p>
  )
}

/** The same on server and browser, which may be in different zones: "2026-03-01 09:05 UTC". */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function ago(lagMs: number): string {
  return lagMs < 1000 ? 'just now' : `${formatDuration(Math.floor(lagMs / 1000) * 1000)} ago`
}

function settlingWords(count: number): string {
  if (count === 1) return '1 more still settles and is counted then.'
  return `${numbers.format(count)} more still settle and are counted then.`
}

function packets(count: number): string {
  return count === 1 ? '1 packet' : `${numbers.format(count)} packets`
}
