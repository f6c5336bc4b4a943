/**
 * The columns of the scoreboard. A wide screen shows them all. A narrower desktop screen folds the rare failures into
 * one and shows the plot only in "What if". Below that, each row is a card.
 */
import { clsx } from 'clsx'
import { counted, countText, percentText } from '@/components/ui/format'
import type { Scoreboard, ScoreboardRow } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'

export interface ScoreboardColumn {
  name: string
  title?: string
  value: (row: ScoreboardRow) => string
  /** Classes that hide the column at some widths. */
  hidden?: string
}

/** Visible on a wide screen and on a card, and folded into "Other" in between. */
const folded = 'lg:max-[1440px]:hidden'
const onlyFolded = 'max-lg:hidden min-[1440px]:hidden'
/** Hides the plot where only the table has room. */
export const roomForPlot = 'lg:max-xl:hidden'

export const scoreboardColumns: readonly ScoreboardColumn[] = [
  { name: 'Attempts', value: (row) => countText(row.attempts) },
  { name: 'Confirmed', title: 'A receipt "delivered" in time', value: confirmed },
  { name: 'Refused', title: 'A receipt "not delivered" in time', value: (row) => countText(row.refused) },
  { name: 'Silent', title: 'No receipt before the deadline', value: (row) => countText(row.silent) },
  { name: 'Late', title: 'Of the silent: a receipt came later', value: (row) => countText(row.late) },
  {
    name: 'Rejected',
    title: 'The hand-over was answered with 4xx',
    value: (row) => countText(row.rejected),
    hidden: folded,
  },
  { name: 'Unreachable', value: (row) => countText(row.unreachable), hidden: folded },
  {
    name: 'Not waited for',
    title: 'Canceled, or another provider confirmed first',
    value: (row) => countText(row.abandoned),
    hidden: folded,
  },
  {
    name: 'Other',
    title: 'Rejected, unreachable or not waited for; "What if" shows each',
    value: (row) => countText(row.rejected + row.unreachable + row.abandoned),
    hidden: onlyFolded,
  },
  {
    name: 'Doubled',
    title: 'Another provider confirmed the same packet',
    value: (row) => countText(row.doubled),
  },
  ...(['p50', 'p90', 'p99'] as const).map((name) => ({
    name,
    title: `${name.slice(1)} % of the receipts came within`,
    value: ({ receiptMs }: ScoreboardRow) => (receiptMs === null ? '–' : formatDuration(receiptMs[name])),
  })),
]

/** The numbers that make up "Other", in words. */
export function othersInWords({ rejected, unreachable, abandoned }: ScoreboardRow): string {
  return `Other: ${countText(rejected)} rejected, ${countText(unreachable)} unreachable, ${countText(abandoned)} not waited for.`
}

/** Classes of the words about "Other": visible at the same widths as its column. */
export const besideOther = clsx(onlyFolded, 'mb-3 text-soft')

function confirmed(row: ScoreboardRow): string {
  if (row.attempts === 0) return '0'
  return `${countText(row.confirmed)} · ${percentText(row.confirmed / row.attempts)}`
}

/** How many packets the scoreboard counts, and since when. */
export function standingWords({ countedPackets, since, settlingPackets }: Scoreboard): string {
  const ended = `${counted(countedPackets, 'packet', 'packets')} ended since ${minuteOf(since)}.`
  return [ended, ...settlingWords(settlingPackets)].join(' ')
}

/** In UTC, so that server and browser render the same: "2026-03-01 09:05 UTC". */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function settlingWords(count: number): string[] {
  if (count === 0) return []
  if (count === 1) return ['1 of them may still be corrected by a late receipt.']
  return [`${countText(count)} of them may still be corrected by a late receipt.`]
}
