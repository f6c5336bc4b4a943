'use client'
import { ChartColumn } from 'lucide-react'
import { buttonClass } from '@/components/ui/button'
import type { PacketSearch } from '@/lib/client/search'
import { withinWords } from './filter-words'

/** Clears every filter on when packets were active; merged in before one of them is set. */
export const anyTime = { activeFrom: null, activeTo: null, within: null, zone: null } as const

const presets = ['1h', 'today', 'yesterday', '7d', 'week'] as const

interface TimeChoiceProps {
  search: PacketSearch
  chartShown: boolean
  onChange: (change: Partial<PacketSearch>) => void
  /** The viewer's IANA time zone. */
  zone: string
  onChart: (shown: boolean) => void
}

/** Chooses when packets were active, by spans relative to now. "Custom" opens the chart to choose any span. */
export function TimeChoice({ search, chartShown, zone, onChange, onChart }: TimeChoiceProps) {
  const { within, activeFrom, activeTo } = search
  const preset = presets.find((each) => each === within)
  const isCustom = (within ?? activeFrom ?? activeTo) !== null && preset === undefined
  const choose = (chosen: string) => {
    if (chosen === 'custom') onChart(true)
    else if (chosen === '') onChange(anyTime)
    else onChange({ ...anyTime, within: chosen, zone: /^\d/.test(chosen) ? null : zone })
  }
  return (
    <>
      <select
        aria-label="Active"
        value={isCustom ? 'custom' : (preset ?? '')}
        onChange={(event) => choose(event.target.value)}
        className="h-8 rounded-md border border-edge bg-panel px-2"
      >
        <option value="">Any time</option>
        {presets.map((each) => (
          <option key={each} value={each}>
            {capital(withinWords(each))}
          </option>
        ))}
        <option value="custom">Custom</option>
      </select>
      <button
        type="button"
        aria-pressed={chartShown}
        onClick={() => onChart(!chartShown)}
        className={buttonClass('plain', chartShown ? 'border-accent bg-accent-wash' : undefined)}
      >
        <ChartColumn aria-hidden size={14} />
        Chart
      </button>
    </>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
