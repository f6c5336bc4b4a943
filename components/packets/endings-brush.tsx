'use client'
/** A chart of endings with a brush. A chunk of its own: the chart library is larger than the rest of the page. */
import { useEffect, useEffectEvent, useState } from 'react'
import { Brush } from 'recharts'
import { EndingBars } from '@/components/overview/endings-chart'
import { partName } from '@/components/overview/overview-words'
import { countText } from '@/components/ui/format'
import type { Overview } from '@/lib/contract/overview'

/** Debounces a drag, so that it counts as one choice. */
const settleMs = 400

interface EndingsBrushProps {
  overview: Overview
  from: string | null
  to: string | null
  /** Both are null if all of the window is chosen; `activeTo` is null if the span reaches to now. */
  onSelect: (span: { activeFrom: string | null; activeTo: string | null }) => void
}

interface Picked {
  startIndex: number
  endIndex: number
}

export function EndingsBrush({ overview, from, to, onSelect }: EndingsBrushProps) {
  const { window, stepMs, endings } = overview
  const [picked, setPicked] = useState<Picked | null>(null)
  const last = endings.length - 1
  const shown = picked ?? pickedOf(endings, from, to, stepMs)
  const choose = useEffectEvent(({ startIndex, endIndex }: Picked) => {
    const end = endings[endIndex]?.from
    onSelect({
      activeFrom: startIndex === 0 && endIndex === last ? null : (endings[startIndex]?.from ?? null),
      activeTo:
        endIndex === last || end === undefined ? null : new Date(Date.parse(end) + stepMs).toISOString(),
    })
    setPicked(null)
  })
  useEffect(() => {
    if (picked === null) return
    const timer = setTimeout(() => choose(picked), settleMs)
    return () => clearTimeout(timer)
  }, [picked])
  const change = ({ startIndex, endIndex }: { startIndex?: number; endIndex?: number }) => {
    if (startIndex === undefined || endIndex === undefined) return
    if (startIndex !== shown.startIndex || endIndex !== shown.endIndex) setPicked({ startIndex, endIndex })
  }
  return (
    <EndingBars
      overview={overview}
      bars={endings.map(({ from, counts }) => ({ from, ...counts }))}
      axis={{ allowDecimals: false, tickCount: 3, tickFormatter: (value: number) => countText(value) }}
    >
      <Brush
        dataKey="from"
        height={26}
        travellerWidth={10}
        startIndex={shown.startIndex}
        endIndex={shown.endIndex}
        onChange={change}
        tickFormatter={(at: string) => partName(at, window)}
        stroke="var(--color-edge)"
        fill="var(--color-sunken)"
        ariaLabel="Span of time that the list shows"
      />
    </EndingBars>
  )
}

/** The intervals that overlap a span, or all if none does. */
function pickedOf(
  endings: Overview['endings'],
  from: string | null,
  to: string | null,
  stepMs: number,
): Picked {
  const all = { startIndex: 0, endIndex: Math.max(0, endings.length - 1) }
  const within = endings.flatMap(({ from: at }, index) => {
    const begins = Date.parse(at)
    const isAfter = from === null || begins + stepMs > Date.parse(from)
    return isAfter && (to === null || begins < Date.parse(to)) ? [index] : []
  })
  const [startIndex, endIndex] = [within[0], within.at(-1)]
  return startIndex === undefined || endIndex === undefined ? all : { startIndex, endIndex }
}
