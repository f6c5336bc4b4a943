'use client'
/** A chart of endings above the list, or their table. A span of time is chosen with the brush or in the date fields. */
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { EndingsTable } from '@/components/overview/endings-table'
import { type EndingsView, endingsViews, windows } from '@/components/overview/overview-words'
import { toInstant, toLocalField } from '@/components/time/format'
import { Button } from '@/components/ui/button'
import { inputClass, Labelled } from '@/components/ui/field'
import { type Part, useShownPart } from '@/components/ui/part'
import { Unread } from '@/components/ui/placeholder'
import { Segmented } from '@/components/ui/segmented'
import { explainError } from '@/lib/client/client-error'
import { overviewQuery } from '@/lib/client/queries'
import type { PacketSearch } from '@/lib/client/search'
import type { OverviewWindow } from '@/lib/contract/overview'
import { anyTime } from './time-choice'

/** The height of the chart, also for its placeholder and its table, so that neither causes a layout shift. */
const chartHeight = 'h-40'

const chart: Part<typeof import('./endings-brush')> = {
  name: 'The time chart',
  load: () => import('./endings-brush'),
}

interface TimePanelProps {
  search: PacketSearch
  window: OverviewWindow
  onChange: (change: Partial<PacketSearch>) => void
  /** Null closes the panel. */
  onWindow: (window: OverviewWindow | null) => void
}

export function TimePanel({ search, window, onChange, onWindow }: TimePanelProps) {
  const query = useQuery(overviewQuery(window))
  const part = useShownPart(chart)
  const [view, setView] = useState<EndingsView>('chart')
  const { activeFrom, activeTo } = search
  return (
    <section
      aria-label="Packets by when they ended"
      className="w-full min-w-0 rounded-lg border border-line bg-panel px-3 pt-2 pb-3"
    >
      <div className="mb-2 flex flex-wrap items-end gap-x-4 gap-y-2">
        <Segmented label="Window of the chart" value={window} onChange={onWindow} options={windows} />
        <Segmented label="Shown as" value={view} onChange={setView} options={endingsViews} />
        <SpanForm
          key={`${activeFrom} ${activeTo}`}
          from={activeFrom}
          to={activeTo}
          onApply={(span) => onChange({ ...anyTime, ...span })}
        />
        <p className="grow text-xs text-soft max-md:pb-2 md:order-last md:w-full">
          All packets, whatever the filters.
        </p>
        <Button
          look="quiet"
          aria-label="Close the chart"
          className="-mr-1 ml-auto px-2"
          onClick={() => onWindow(null)}
        >
          <X aria-hidden size={16} />
        </Button>
      </div>
      <div className={clsx(chartHeight, view === 'table' && 'print:h-auto')}>
        {query.data && view === 'table' && <EndingsTable overview={query.data} className="h-full" />}
        {query.data && view === 'chart' && part !== null && (
          <part.EndingsBrush
            // Remounts the brush for another window: it holds indexes of intervals, which differ between windows.
            key={`${query.data.window} ${query.data.since}`}
            overview={query.data}
            from={activeFrom}
            to={activeTo}
            onSelect={(span) => onChange({ ...anyTime, ...span })}
          />
        )}
        {!query.data && query.error && (
          <Unread
            title="Could not load the chart"
            message={explainError(query.error)}
            onRetry={() => void query.refetch()}
          />
        )}
      </div>
    </section>
  )
}

interface Span {
  activeFrom: string | null
  activeTo: string | null
}

interface SpanFormProps {
  from: string | null
  to: string | null
  onApply: (span: Span) => void
}

/** Date fields, by the viewer's clock. */
function SpanForm({ from, to, onApply }: SpanFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const instant = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? toInstant(value) : null
    }
    onApply({ activeFrom: instant('from'), activeTo: instant('to') })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <ClockField name="from" label="Active from, by your clock" value={from} />
      <ClockField name="to" label="Active before" value={to} />
      <Button type="submit">Apply</Button>
    </form>
  )
}

function ClockField({ name, label, value }: { name: string; label: string; value: string | null }) {
  const id = useId()
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        name={name}
        type="datetime-local"
        step={1}
        defaultValue={toLocalField(value)}
        className={inputClass}
      />
    </Labelled>
  )
}
