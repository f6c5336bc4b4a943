/**
 * What the scoreboard says about a provider, number by number. A wide screen has a column for each; a desk's
 * narrower one has the rare failures in one, and the plot only with "What if"; below that each row is a card.
 */
import { clsx } from 'clsx'
import { counted, countText, percentText } from '@/components/ui/format'
import type { Scoreboard, ScoreboardRow } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'

export interface ScoreboardColumn {
  name: string
  title?: string
  value: (row: ScoreboardRow) => string
  /** Where it is not shown. */
  hidden?: string
}

/** Has a column of its own on a wide screen and on a card, and is folded into "Other" in between. */
const folded = 'lg:max-[1440px]:hidden'
const onlyFolded = 'max-lg:hidden min-[1440px]:hidden'
/** The plot needs a little more room than the table. */
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
    title: 'Rejected, unreachable or not waited for; "What if" tells them apart',
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

/** What "Other" is made of, in words. */
export function othersInWords({ rejected, unreachable, abandoned }: ScoreboardRow): string {
  return `Other: ${countText(rejected)} rejected, ${countText(unreachable)} unreachable, ${countText(abandoned)} not waited for.`
}

/** Where the words about "Other" stand: where its column does. */
export const besideOther = clsx(onlyFolded, 'mb-3 text-soft')

function confirmed(row: ScoreboardRow): string {
  if (row.attempts === 0) return '0'
  return `${countText(row.confirmed)} · ${percentText(row.confirmed / row.attempts)}`
}

/** What the numbers of the scoreboard are made of. */
export function standingWords({ countedPackets, since, settlingPackets }: Scoreboard): string {
  const ended = `${counted(countedPackets, 'packet', 'packets')} ended since ${minuteOf(since)}.`
  return [ended, ...settlingWords(settlingPackets)].join(' ')
}

/** The same on server and browser, which may be in different zones: "2026-03-01 09:05 UTC". */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function settlingWords(count: number): string[] {
  if (count === 0) return []
  if (count === 1) return ['1 of them may still be corrected by a late receipt.']
  return [`${countText(count)} of them may still be corrected by a late receipt.`]
}
