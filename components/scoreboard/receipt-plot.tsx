import { clsx } from 'clsx'
import { outcomeLooks, toneFill, toneStroke } from '@/components/route/looks'
import { counted } from '@/components/ui/format'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'
import type { Bin } from '@/lib/scoreboard/sums'

interface ReceiptPlotProps {
  row: ScoreboardRow
  columns: number
  className: string
  /** A time-out to mark beside the present one. */
  chosenMs?: number | null
}

/** A histogram of receipt times from the hand-over: the time-out is a line, and p50, p90 and p99 are ticks below. */
export function ReceiptPlot({ row, columns: count, className, chosenMs = null }: ReceiptPlotProps) {
  const end = axisEnd(row)
  const columns = columnsOf(row.histogram, end, count)
  const highest = Math.max(1, ...columns.map(({ confirmed, refused }) => confirmed + refused))
  const timeout = row.receiptTimeoutMs === null ? null : row.receiptTimeoutMs / end
  const quantiles = row.receiptMs === null ? [] : Object.values(row.receiptMs)
  return (
    <svg role="img" aria-label={plotWords(row)} width="100%" className={className} preserveAspectRatio="none">
      <rect y="86%" width="100%" height="1" className="fill-line" />
      {columns.map((column) => (
        <Bar key={column.from} column={column} highest={highest} timeout={timeout} />
      ))}
      {timeout !== null && <Mark at={timeout} className="fill-ink" />}
      {chosenMs !== null && <Mark at={chosenMs / end} className="fill-accent" width={3} />}
      {quantiles
        .filter((ms) => ms <= end)
        .map((ms) => (
          <rect key={ms} x={percent(ms / end)} y="88%" width="2" height="12%" className="fill-soft" />
        ))}
    </svg>
  )
}

function Bar({ column, highest, timeout }: { column: Column; highest: number; timeout: number | null }) {
  const { from, to, confirmed, refused } = column
  if (confirmed + refused === 0) return null
  const late = timeout !== null && from >= timeout
  const good = late ? outcomeLooks.TIMED_OUT : outcomeLooks.ACKNOWLEDGED
  const bad = outcomeLooks.REFUSED.tone
  // Not by colour alone: bars of refused packets are hollow.
  const parts = [
    { share: confirmed / highest, below: 0, look: toneFill[good.tone] },
    { share: refused / highest, below: confirmed / highest, look: clsx('fill-panel', toneStroke[bad]) },
  ]
  return parts
    .filter(({ share }) => share > 0)
    .map(({ share, below, look }) => (
      <rect
        key={look}
        x={percent(from)}
        width={percent((to - from) * 0.86)}
        y={percent((1 - below - share) * 0.86)}
        height={percent(share * 0.86)}
        className={look}
      />
    ))
}

function Mark({ at, className, width = 1.5 }: { at: number; className: string; width?: number }) {
  if (at > 1) return null
  return <rect x={percent(at)} y="0" width={width} height="86%" className={className} />
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}

/** The plot in words, for screen readers. */
function plotWords({ receipts, receiptMs, receiptTimeoutMs }: ScoreboardRow): string {
  const timeout = receiptTimeoutMs === null ? '' : ` The time-out is ${formatDuration(receiptTimeoutMs)}.`
  if (receiptMs === null) return `Receipt times: no receipts.${timeout}`
  const { p50, p90, p99 } = receiptMs
  return `Receipt times: ${counted(receipts, 'receipt', 'receipts')}, half of them within ${formatDuration(p50)}, 90 % within ${formatDuration(p90)}, 99 % within ${formatDuration(p99)}.${timeout}`
}

/** One column of the histogram. Columns have equal widths on a linear axis that begins at zero. */
interface Column {
  /** The column's ends, as shares of the axis. */
  readonly from: number
  readonly to: number
  readonly confirmed: number
  readonly refused: number
}

const usualSpanMs = 10_000

/**
 * The end of the axis, in milliseconds. The axis contains the present and the recommended time-out and nearly all
 * receipts; a few outliers must not compress the rest.
 */
export function axisEnd({ receiptTimeoutMs, recommended, histogram, receiptMs }: ScoreboardRow): number {
  const timeoutMs = Math.max(receiptTimeoutMs ?? 0, recommended.timeoutMs ?? 0)
  const longest = histogram.at(-1)?.toMs ?? 0
  const worthSeeing = 3 * Math.max(receiptTimeoutMs ?? 0, receiptMs?.p90 ?? 0)
  const end = Math.max(timeoutMs * 1.1, Math.min(longest, worthSeeing))
  return end === 0 ? usualSpanMs : end
}

/** Spreads the receipts of a bin evenly over the columns that it overlaps. Receipts beyond the axis are left out. */
export function columnsOf(bins: readonly Bin[], endMs: number, count: number): Column[] {
  const width = endMs / count
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index * width, (index + 1) * width]
    let confirmed = 0
    let refused = 0
    for (const bin of bins) {
      const share = overlap(bin, from, to)
      confirmed += bin.confirmed * share
      refused += bin.refused * share
    }
    return { from: index / count, to: (index + 1) / count, confirmed, refused }
  })
}

function overlap({ fromMs, toMs }: Bin, from: number, to: number): number {
  return Math.max(0, Math.min(toMs, to) - Math.max(fromMs, from)) / (toMs - fromMs)
}

/** The number of receipts beyond the axis. */
export function beyond(bins: readonly Bin[], endMs: number): number {
  const within = columnsOf(bins, endMs, 1).reduce((sum, each) => sum + each.confirmed + each.refused, 0)
  const all = bins.reduce((sum, each) => sum + each.confirmed + each.refused, 0)
  return Math.round(all - within)
}
