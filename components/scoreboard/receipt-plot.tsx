import { clsx } from 'clsx'
import { outcomeLooks, toneFill, toneStroke } from '@/components/route/looks'
import { counted } from '@/components/ui/numbers'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'
import { axisEnd, type Column, columnsOf } from './plot-columns'

interface ReceiptPlotProps {
  row: ScoreboardRow
  columns: number
  className: string
  /** A time-out to mark beside the present one. */
  chosenMs?: number | null
}

/** When receipts came after the hand-over, with the time-out as a line and p50, p90 and p99 as ticks beneath. */
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
  // Not by colour alone: what was refused is hollow.
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

/** The same for those who do not see it. */
function plotWords({ receipts, receiptMs, receiptTimeoutMs }: ScoreboardRow): string {
  const timeout = receiptTimeoutMs === null ? '' : ` The time-out is ${formatDuration(receiptTimeoutMs)}.`
  if (receiptMs === null) return `Receipt times: no receipts.${timeout}`
  const { p50, p90, p99 } = receiptMs
  return `Receipt times: ${counted(receipts, 'receipt', 'receipts')}, half of them within ${formatDuration(p50)}, 90 % within ${formatDuration(p90)}, 99 % within ${formatDuration(p99)}.${timeout}`
}
