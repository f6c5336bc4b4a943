'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { ChangeDialog } from '@/components/providers/change-dialog'
import { changeTimeout, timeoutQuestion, undoTimeout } from '@/components/providers/provider-actions'
import { Button } from '@/components/ui/button'
import { countText, percentText } from '@/components/ui/format'
import { providersQuery } from '@/lib/client/queries'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { receiptTimeoutRange } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import { compared, type WhatIf, whatIf } from '@/lib/scoreboard/time-outs'
import { axisEnd, beyond, ReceiptPlot } from './receipt-plot'

/** What another time-out would have meant for one provider, worked out here from its receipt times. */
export function WhatIfPanel({ row }: { row: ScoreboardRow }) {
  const { receiptTimeoutMs: present, recommended, histogram, unanswered } = row
  const [chosenMs, choose] = useState(recommended.timeoutMs ?? present ?? receiptTimeoutRange.min)
  const at = (timeoutMs: number) => whatIf(histogram, unanswered, timeoutMs)
  const chosen = at(chosenMs)
  const now = present === null ? null : at(present)
  if (chosen === null) {
    return (
      <p className="text-soft">
        Nothing to compare: no packet that needed an answer was handed to this provider in this window.
      </p>
    )
  }
  const end = axisEnd(row)
  const later = beyond(histogram, end)
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <figure className="min-w-0">
        <ReceiptPlot row={row} columns={80} chosenMs={chosenMs} className="h-28" />
        <figcaption className="mt-1 flex justify-between text-xs text-soft">
          <span>0</span>
          <span>
            {later > 0 && `${countText(later)} took longer than `}
            {formatDuration(end)}
          </span>
        </figcaption>
        <p className="mt-1 text-xs text-soft">
          Receipts by the time they took. Filled: confirmed. Hollow: refused. Below: p50, p90 and p99. Thick
          line: the chosen time-out
          {present !== null && `; thin line: ${formatDuration(present)}, as it is now`}.
        </p>
        <TimeoutSlider value={chosenMs} max={end} onChange={choose} />
      </figure>
      <div className="min-w-0 space-y-3">
        <output className="block">{now === null ? within(chosen) : compared(now, chosen)}</output>
        <Choices now={now} chosen={chosen} />
        <p className="text-soft">
          {recommended.timeoutMs !== null && (
            <b className="font-semibold text-ink">{formatDuration(recommended.timeoutMs)} is recommended. </b>
          )}
          {recommended.reason}
        </p>
        <div className="flex flex-wrap gap-2">
          {present !== null && (
            <Use provider={row.provider} timeoutMs={chosenMs} inForce={chosenMs === present} />
          )}
          {recommended.timeoutMs !== null && (
            <Button
              look="quiet"
              aria-disabled={recommended.timeoutMs === chosenMs}
              onClick={() => choose(recommended.timeoutMs ?? chosenMs)}
            >
              Try the recommended
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

/** Puts the chosen time-out in force. */
function Use({ provider, timeoutMs, inForce }: { provider: string; timeoutMs: number; inForce: boolean }) {
  const { data } = useQuery(providersQuery)
  const present = data?.items.find(({ name }) => name === provider)
  const time = formatDuration(timeoutMs)
  return (
    <ChangeDialog
      trigger={`Use ${time}`}
      triggerLabel={`Use ${time} as the time-out of ${provider}`}
      unavailable={inForce ? 'This is the present time-out.' : null}
      question={timeoutQuestion({
        title: `Give ${provider} ${time}?`,
        placeholder: 'Its receipts say so',
        change: changeTimeout(provider, timeoutMs),
        ...(present && { undo: undoTimeout(present) }),
      })}
    />
  )
}

function TimeoutSlider(props: { value: number; max: number; onChange: (ms: number) => void }) {
  const id = useId()
  const { min } = receiptTimeoutRange
  const max = Math.max(2 * min, Math.ceil(props.max / 1000) * 1000)
  return (
    <div className="mt-2 flex items-center gap-3">
      <label htmlFor={id} className="shrink-0">
        Time-out
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={max <= 120_000 ? 100 : 1_000}
        value={props.value}
        aria-valuetext={formatDuration(props.value)}
        onChange={(event) => props.onChange(event.currentTarget.valueAsNumber)}
        className="min-w-0 flex-1"
      />
      <span className="w-20 shrink-0 text-right">{formatDuration(props.value)}</span>
    </div>
  )
}

function Choices({ now, chosen }: { now: WhatIf | null; chosen: WhatIf }) {
  return (
    <table className="w-full text-right" aria-label="Time-outs compared">
      <thead className="text-xs text-soft">
        <tr>
          <th scope="col" className="pb-1 text-left font-normal">
            Time-out
          </th>
          <th scope="col" className="pb-1 pl-3 font-normal">
            Answered in time
          </th>
          <th scope="col" className="pb-1 pl-3 font-normal">
            Confirmed
          </th>
          <th scope="col" className="pb-1 pl-3 font-normal">
            Waiting per 100 packets
          </th>
        </tr>
      </thead>
      <tbody>
        {now && <Choice name="now" choice={now} />}
        <Choice name="chosen" choice={chosen} />
      </tbody>
    </table>
  )
}

function Choice({ name, choice }: { name: ReactNode; choice: WhatIf }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 text-left font-normal">
        {formatDuration(choice.timeoutMs)} <span className="text-soft">{name}</span>
      </th>
      <td className="pl-3">{percentText(choice.answeredShare, 1)}</td>
      <td className="pl-3">{percentText(choice.confirmedShare, 1)}</td>
      <td className="pl-3">{formatDuration(choice.waitMsPerHundred)}</td>
    </tr>
  )
}

function within({ timeoutMs, answeredShare }: WhatIf): string {
  return `Within ${formatDuration(timeoutMs)}, ${percentText(answeredShare, 1)} of its packets were answered.`
}
