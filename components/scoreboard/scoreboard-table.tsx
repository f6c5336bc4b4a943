'use client'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { formatDuration } from '@/lib/packet/duration'
import { ReceiptPlot } from './receipt-plot'
import { WhatIfPanel } from './what-if-panel'

const numbers = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })

interface CellValue {
  name: string
  title?: string
  value: (row: ScoreboardRow) => string
}

const counts: readonly CellValue[] = [
  { name: 'Attempts', value: (row) => numbers.format(row.attempts) },
  { name: 'Confirmed', title: 'A receipt "delivered" in time', value: (row) => shared(row, row.confirmed) },
  {
    name: 'Refused',
    title: 'A receipt "not delivered" in time',
    value: (row) => numbers.format(row.refused),
  },
  { name: 'Silent', title: 'No receipt before the deadline', value: (row) => numbers.format(row.silent) },
  { name: 'Late', title: 'Of the silent: a receipt came later', value: (row) => numbers.format(row.late) },
  {
    name: 'Rejected',
    title: 'The hand-over was answered with 4xx',
    value: (row) => numbers.format(row.rejected),
  },
  { name: 'Unreachable', value: (row) => numbers.format(row.unreachable) },
  {
    name: 'Not waited for',
    title: 'Canceled, or another provider confirmed first',
    value: (row) => numbers.format(row.abandoned),
  },
  {
    name: 'Doubled',
    title: 'Another provider confirmed the same packet',
    value: (row) => numbers.format(row.doubled),
  },
]

const quantiles: readonly CellValue[] = (['p50', 'p90', 'p99'] as const).map((name) => ({
  name,
  title: `${name.slice(1)} % of the receipts came within`,
  value: ({ receiptMs }) => (receiptMs === null ? '–' : formatDuration(receiptMs[name])),
}))

const values = [...counts, ...quantiles]

/** One row for each provider; a narrow screen shows the same cells with their names above them. */
export function ScoreboardTable({ rows }: { rows: readonly ScoreboardRow[] }) {
  return (
    <table className="w-full max-[1440px]:block" aria-label="Scoreboard">
      <thead className="max-[1440px]:sr-only">
        <tr className="h-9 text-xs text-soft">
          <th scope="col" className="text-left font-normal">
            Provider
          </th>
          {values.map(({ name, title }) => (
            <th key={name} scope="col" title={title} className="pl-3 text-right font-normal">
              {name}
            </th>
          ))}
          <th scope="col" className="w-48 pl-6 text-left font-normal">
            Receipt times
          </th>
          <th scope="col">
            <span className="sr-only">What if</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-[1440px]:block">
        {rows.map((row) => (
          <ProviderRows key={row.provider} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function ProviderRows({ row }: { row: ScoreboardRow }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <tr className="border-t border-line max-[1440px]:grid max-[1440px]:grid-cols-3 max-[1440px]:gap-x-4 max-[1440px]:gap-y-2 max-[1440px]:py-3 sm:max-[1440px]:grid-cols-6">
        <ProviderHead row={row} />
        {row.attempts === 0 ? (
          <td
            colSpan={values.length + 2}
            className="pl-3 text-faint max-[1440px]:col-span-full max-[1440px]:pl-0"
          >
            Not tried in this window
          </td>
        ) : (
          <>
            <Numbers row={row} />
            <td className="pl-2 text-right max-[1440px]:self-end max-[1440px]:pl-0 max-[1440px]:text-left">
              <WhatIfButton provider={row.provider} open={open} onClick={() => setOpen(!open)} />
            </td>
          </>
        )}
      </tr>
      {open && row.attempts > 0 && (
        <tr className="max-[1440px]:block">
          <td colSpan={values.length + 3} className="max-[1440px]:block">
            <div className="mb-3 rounded-md bg-sunken p-4">
              <WhatIfPanel row={row} />
            </div>
          </td>
        </tr>
      )}
    </>
  )
}

function ProviderHead({ row }: { row: ScoreboardRow }) {
  return (
    <th
      scope="row"
      className="h-9 min-w-0 text-left font-semibold break-words max-[1440px]:col-span-full max-[1440px]:h-auto"
    >
      <bdi>{row.provider}</bdi>
      {row.receiptTimeoutMs === null && (
        <span className="ml-2 font-normal text-faint">no longer configured</span>
      )}
    </th>
  )
}

function Numbers({ row }: { row: ScoreboardRow }) {
  return (
    <>
      {values.map(({ name, value }) => (
        <td
          key={name}
          className="min-w-0 pl-3 text-right whitespace-nowrap max-[1440px]:pl-0 max-[1440px]:text-left"
        >
          <span aria-hidden="true" className="block text-xs text-soft min-[1440px]:hidden">
            {name}
          </span>
          {value(row)}
        </td>
      ))}
      <td className="pl-6 max-[1440px]:order-last max-[1440px]:col-span-full max-[1440px]:pl-0">
        <ReceiptPlot row={row} columns={40} className="block h-8" />
      </td>
    </>
  )
}

function WhatIfButton(props: { provider: string; open: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={props.open}
      onClick={props.onClick}
      className="inline-flex h-8 items-center gap-1 rounded-md px-2 whitespace-nowrap text-soft hover:bg-hover hover:text-ink max-[1440px]:-ml-2"
    >
      What if<span className="sr-only"> {props.provider} had another time-out</span>
      <ChevronDown aria-hidden size={14} className={props.open ? 'rotate-180' : undefined} />
    </button>
  )
}

function shared(row: ScoreboardRow, count: number): string {
  if (row.attempts === 0) return '0'
  return `${numbers.format(count)} · ${percents.format(count / row.attempts)}`
}
