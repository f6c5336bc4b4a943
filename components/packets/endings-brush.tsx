'use client'
/** A chart of endings with a brush. A chunk of its own, as most visits do without it. */
import { useEffect, useEffectEvent, useState } from 'react'
import { chartEdges, EndingBars } from '@/components/overview/endings-chart'
import { partName } from '@/components/overview/overview-words'
import { countText } from '@/components/ui/format'
import type { EndCounts, Overview } from '@/lib/contract/overview'

/** Debounces a drag, so that it counts as one choice. */
const settleMs = 400

interface EndingsBrushProps {
  overview: Overview
  from: string | null
  to: string | null
  /** Both are null if all of the window is chosen; `activeTo` is null if the span reaches to now. */
  onSelect: (span: { activeFrom: string | null; activeTo: string | null }) => void
}

/** The first and the last chosen interval. */
interface Picked {
  first: number
  last: number
}

/** A span is chosen by dragging over the bars, or with the two sliders below them. */
export function EndingsBrush({ overview, from, to, onSelect }: EndingsBrushProps) {
  const { window, stepMs, endings } = overview
  const [picked, setPicked] = useState<Picked | null>(null)
  const most = endings.length - 1
  const { first, last } = picked ?? pickedOf(endings, from, to, stepMs)
  const choose = useEffectEvent((chosen: Picked) => {
    const end = endings[chosen.last]?.from
    onSelect({
      activeFrom: chosen.first === 0 && chosen.last === most ? null : (endings[chosen.first]?.from ?? null),
      activeTo:
        chosen.last === most || end === undefined ? null : new Date(Date.parse(end) + stepMs).toISOString(),
    })
    setPicked(null)
  })
  useEffect(() => {
    if (picked === null) return
    const timer = setTimeout(() => choose(picked), settleMs)
    return () => clearTimeout(timer)
  }, [picked])
  const share = (count: number) => `${(100 * count) / endings.length}%`
  const nameOf = (index: number) => partName(endings[index]?.from ?? '', window)
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1">
        <EndingBars
          label="Packets by when they ended"
          overview={overview}
          valuesOf={countsOf}
          axis={{ incrs: wholes, values: (_, values) => values.map((value) => countText(value)) }}
          onDrag={(start, end) => setPicked({ first: start, last: end })}
        >
          <div className="absolute inset-y-0 left-0 bg-panel/70" style={{ width: share(first) }} />
          <div className="absolute inset-y-0 right-0 bg-panel/70" style={{ width: share(most - last) }} />
        </EndingBars>
      </div>
      <div className="relative h-6" style={{ marginLeft: chartEdges.left, marginRight: chartEdges.right }}>
        <div className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-line" />
        <div
          className="absolute top-1/2 h-1 -translate-y-1/2 bg-accent"
          style={{ left: share(first), right: share(most - last) }}
        />
        <Edge
          label="Beginning of the time that the list shows"
          value={first}
          most={endings.length}
          name={nameOf(first)}
          onChange={(value) => setPicked({ first: Math.min(value, last), last })}
        />
        <Edge
          label="End of the time that the list shows"
          value={last + 1}
          most={endings.length}
          name={last === most ? 'now' : nameOf(last + 1)}
          onChange={(value) => setPicked({ first, last: Math.max(first, value - 1) })}
        />
      </div>
    </div>
  )
}

function countsOf({ endings }: Overview): EndCounts[] {
  return endings.map(({ counts }) => counts)
}

/** The steps that the axis of whole numbers may have. */
const wholes = Array.from({ length: 9 }, (_, power) => 10 ** power).flatMap((unit) => [
  unit,
  2 * unit,
  5 * unit,
])

interface EdgeProps {
  label: string
  /** How many intervals lie before it. */
  value: number
  most: number
  name: string
  onChange: (value: number) => void
}

function Edge({ label, value, most, name, onChange }: EdgeProps) {
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={name}
      min={0}
      max={most}
      value={value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
      className="range-edge"
    />
  )
}

/** The intervals that overlap a span, or all if none does. */
function pickedOf(
  endings: Overview['endings'],
  from: string | null,
  to: string | null,
  stepMs: number,
): Picked {
  const all = { first: 0, last: Math.max(0, endings.length - 1) }
  const within = endings.flatMap(({ from: at }, index) => {
    const begins = Date.parse(at)
    const isAfter = from === null || begins + stepMs > Date.parse(from)
    return isAfter && (to === null || begins < Date.parse(to)) ? [index] : []
  })
  const [first, last] = [within[0], within.at(-1)]
  return first === undefined || last === undefined ? all : { first, last }
}
