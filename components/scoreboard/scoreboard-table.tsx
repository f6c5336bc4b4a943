'use client'
import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { ReceiptPlot } from './receipt-plot'
import { besideOther, othersInWords, roomForPlot, scoreboardColumns } from './scoreboard-columns'
import { WhatIfPanel } from './what-if-panel'

/** All columns except the provider's name. */
const columnCount = scoreboardColumns.length + 2

/** One row per provider. A phone shows the same numbers as labelled values. */
export function ScoreboardTable({ rows }: { rows: readonly ScoreboardRow[] }) {
  return (
    <table className="w-full max-lg:block" aria-label="Scoreboard">
      <thead className="max-lg:sr-only">
        <tr className="h-9 text-xs text-soft">
          <th scope="col" className="text-left font-normal">
            Provider
          </th>
          {scoreboardColumns.map(({ name, title, hidden }) => (
            <th
              key={name}
              scope="col"
              title={title}
              className={clsx(hidden, 'pl-3 text-right font-normal whitespace-nowrap lg:max-xl:pl-2')}
            >
              {name}
            </th>
          ))}
          <th scope="col" className={clsx(roomForPlot, 'w-48 pl-6 text-left font-normal')}>
            Receipt times
          </th>
          <th scope="col">
            <span className="sr-only">What if</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-lg:block">
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
      <tr className="border-t border-line max-lg:grid max-lg:grid-cols-3 max-lg:gap-x-4 max-lg:gap-y-2 max-lg:py-3 sm:max-lg:grid-cols-6">
        <ProviderHead row={row} />
        {row.attempts === 0 ? (
          <td colSpan={columnCount} className="pl-3 text-faint max-lg:col-span-full max-lg:pl-0">
            Not tried in this window
          </td>
        ) : (
          <>
            <Numbers row={row} />
            <td className="pl-2 text-right max-lg:self-end max-lg:pl-0 max-lg:text-left">
              <WhatIfButton provider={row.provider} open={open} onClick={() => setOpen(!open)} />
            </td>
          </>
        )}
      </tr>
      {open && row.attempts > 0 && (
        <tr className="max-lg:block">
          <td colSpan={columnCount + 1} className="max-lg:block">
            <div className="mb-3 rounded-md bg-sunken p-4">
              <p className={besideOther}>{othersInWords(row)}</p>
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
      className="h-9 min-w-20 text-left font-semibold wrap-anywhere max-lg:col-span-full max-lg:h-auto"
    >
      <bdi translate="no">{row.provider}</bdi>
      {row.receiptTimeoutMs === null && (
        <span className="ml-2 font-normal text-faint">no longer configured</span>
      )}
    </th>
  )
}

function Numbers({ row }: { row: ScoreboardRow }) {
  return (
    <>
      {scoreboardColumns.map(({ name, hidden, value }) => (
        <td
          key={name}
          className={clsx(
            hidden,
            'min-w-0 pl-3 text-right whitespace-nowrap max-lg:pl-0 max-lg:text-left lg:max-xl:pl-2',
          )}
        >
          <span aria-hidden="true" className="block text-xs text-soft lg:hidden">
            {name}
          </span>
          {value(row)}
        </td>
      ))}
      <td className={clsx(roomForPlot, 'pl-6 max-lg:order-last max-lg:col-span-full max-lg:pl-0')}>
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
      className="inline-flex h-8 items-center gap-1 rounded-md px-2 whitespace-nowrap text-soft hover:bg-hover hover:text-ink max-lg:-ml-2"
    >
      What if<span className="sr-only"> {props.provider} had another time-out</span>
      <ChevronDown aria-hidden size={14} className={props.open ? 'rotate-180' : undefined} />
    </button>
  )
}
