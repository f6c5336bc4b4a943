'use client'
/** Charts of how packets ended. A chunk of its own, as most pages have no chart. */
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import { followTheme, type Palette, readPalette } from '@/components/route/palette'
import { countText } from '@/components/ui/format'
import type { EndCounts, Overview } from '@/lib/contract/overview'
import { endStatuses } from '@/lib/packet/packet'
import { partName, partsOf, rateText } from './overview-words'

const tick = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** Packets per minute, by ending. */
export function EndingsChart({ overview }: { overview: Overview }) {
  return (
    <EndingBars
      key={overview.window}
      label="Packets a minute, by how they ended. The table shows the same numbers."
      overview={overview}
      valuesOf={ratesOf}
      axis={{ values: (_, values) => values.map((value) => tick.format(value)) }}
    />
  )
}

function ratesOf(overview: Overview): EndCounts[] {
  return partsOf(overview).map(({ perMinute }) => perMinute)
}

/** Space around the bars for the names on the axes, in pixels. */
export const chartEdges = { left: 44, right: 8, top: 8, bottom: 26 }

interface EndingBarsProps {
  label: string
  /** Always of the same window. */
  overview: Overview
  /** The values of a bar for each interval. Must be the same function each time. */
  valuesOf: (overview: Overview) => EndCounts[]
  /** The axis of the values. */
  axis: Pick<uPlot.Axis, 'incrs' | 'values'>
  /** The numbers of the first and the last interval between which the pointer was dragged. */
  onDrag?: (first: number, last: number) => void
  /** Drawn over the bars, within a box of the size of all bars. */
  children?: ReactNode
}

/** Stacked bars by ending, one for each interval of the window. A tooltip shows the numbers of the one pointed at. */
export function EndingBars({ label, overview, valuesOf, axis, onDrag, children }: EndingBarsProps) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const data = useMemo(() => stacked(overview, valuesOf), [overview, valuesOf])
  const isDragged = useEffectEvent((first: number, last: number) => onDrag?.(first, last))
  const draw = useEffectEvent((within: HTMLElement, palette: () => Palette) => {
    const options: uPlot.Options = {
      ...sizeOf(within),
      ...looksOf(overview, palette),
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: onDrag !== undefined, setScale: false },
      },
      hooks: {
        setCursor: [({ cursor }) => setPointed(cursor.idx ?? null)],
        setSelect: [
          (self) => {
            const { left, width } = self.select
            isDragged(self.posToIdx(left), self.posToIdx(left + width))
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          },
        ],
      },
    }
    const [times, values] = options.axes ?? []
    return new uPlot({ ...options, axes: [times ?? {}, { ...values, ...axis }] }, data, within)
  })

  useEffect(() => {
    const within = box.current
    if (within === null) return
    let palette = readPalette(within)
    const drawn = draw(within, () => palette)
    plot.current = drawn
    const resized = new ResizeObserver(() => drawn.setSize(sizeOf(within)))
    resized.observe(within)
    const unfollow = followTheme(() => {
      palette = readPalette(within)
      drawn.redraw()
    })
    return () => {
      unfollow()
      resized.disconnect()
      drawn.destroy()
    }
  }, [])
  useEffect(() => plot.current?.setData(data), [data])

  const { length } = overview.endings
  const share = (count: number) => `${(100 * count) / length}%`
  return (
    <div role="img" aria-label={label} className="relative h-full">
      <div ref={box} className="absolute inset-0 overflow-hidden" />
      <div className="pointer-events-none absolute" style={chartEdges}>
        {children}
        {pointed !== null && (
          <div className="absolute inset-y-0 bg-ink/5" style={{ left: share(pointed), width: share(1) }} />
        )}
        {pointed !== null && (
          <div
            className="absolute top-0 z-10 px-2"
            style={pointed < length / 2 ? { left: share(pointed + 1) } : { right: share(length - pointed) }}
          >
            <EndedPart overview={overview} index={pointed} />
          </div>
        )}
      </div>
    </div>
  )
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement) {
  return { width: clientWidth, height: clientHeight }
}

/** The library draws each series over the one before: first the sum of all endings, last the lowest of the stack. */
const layers = endStatuses.toReversed()

function stacked(overview: Overview, valuesOf: (overview: Overview) => EndCounts[]): uPlot.AlignedData {
  const { endings, stepMs } = overview
  const values = valuesOf(overview)
  return [
    // A bar stands in the middle of its interval.
    endings.map(({ from }) => Date.parse(from) + stepMs / 2),
    ...layers.map((status) => values.map((each) => (each[status] === 0 ? null : sumUpTo(status, each)))),
  ]
}

function sumUpTo(top: keyof EndCounts, counts: EndCounts): number {
  return endStatuses.slice(0, endStatuses.indexOf(top) + 1).reduce((sum, status) => sum + counts[status], 0)
}

const paths = uPlot.paths.bars?.({ size: [0.82, 100] })

/** Colours are functions, because they change with the theme. */
function looksOf({ window, stepMs }: Overview, palette: () => Palette) {
  const axis: uPlot.Axis = {
    font: `11px ${palette().font}`,
    stroke: () => palette().surfaces.faint,
    ticks: { show: false },
    gap: 6,
  }
  const line = { show: true, width: 1, stroke: () => palette().surfaces.line }
  return {
    ms: 1,
    padding: [chartEdges.top, chartEdges.right, 0, 0],
    legend: { show: false },
    scales: {
      x: { range: (_, from, to) => [from - stepMs / 2, to + stepMs / 2] },
      y: { range: (_, __, most) => [0, Math.max(most * 1.05, Number.MIN_VALUE)] },
    },
    axes: [
      {
        ...axis,
        size: chartEdges.bottom,
        space: window === '7d' ? 110 : 60,
        grid: { show: false },
        border: line,
        values: (_, times) => times.map((at) => partName(new Date(at).toISOString(), window)),
      },
      { ...axis, size: chartEdges.left, space: 36, grid: line },
    ],
    series: [
      {},
      ...layers.map((status) => ({
        ...(paths && { paths }),
        points: { show: false },
        width: 0,
        fill: () => palette().tones[statusLooks[status].tone],
      })),
    ],
  } satisfies Partial<uPlot.Options>
}

/** The numbers of one interval. */
function EndedPart({ overview, index }: { overview: Overview; index: number }) {
  const part = partsOf(overview)[index]
  if (part === undefined) return null
  const { from, goesOn, counts, perMinute } = part
  const shown = endStatuses.filter((status) => counts[status] > 0)
  return (
    <div className="rounded-md border border-line bg-panel px-3 py-2 text-xs shadow-float">
      <p className="mb-1 text-soft">
        From {partName(from, overview.window)}
        {goesOn && ', so far'}
      </p>
      {shown.length === 0 ? (
        <p>No packet ended.</p>
      ) : (
        <table>
          <thead className="text-soft">
            <tr>
              <td />
              <th scope="col" className="pl-3 text-right font-normal">
                a minute
              </th>
              <th scope="col" className="pl-3 text-right font-normal">
                in all
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((status) => (
              <tr key={status}>
                <th scope="row" className="flex items-center gap-1.5 text-left font-normal">
                  <Glyph look={statusLooks[status]} size={14} />
                  {statusLooks[status].word}
                </th>
                <td className="pl-3 text-right font-semibold">{rateText(perMinute[status])}</td>
                <td className="pl-3 text-right">{countText(counts[status])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
