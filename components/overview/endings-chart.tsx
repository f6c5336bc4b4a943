'use client'
/** Charts of how packets ended. A chunk of its own: the chart library is larger than the rest of the page. */
import { memo, type ReactNode } from 'react'
import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type YAxisProps,
} from 'recharts'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, toneVariable } from '@/components/route/looks'
import { narrowScreen, useMedia } from '@/components/ui/browser'
import { countText } from '@/components/ui/format'
import type { EndCounts, Overview } from '@/lib/contract/overview'
import { endStatuses } from '@/lib/packet/packet'
import { partName, partsOf, rateText } from './overview-words'

const tick = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** Packets per minute, by ending. */
export function EndingsChart({ overview }: { overview: Overview }) {
  const parts = partsOf(overview)
  const most = Math.max(...parts.map(({ perMinute }) => sumOf(perMinute)))
  return (
    <EndingBars
      overview={overview}
      bars={parts.map(({ from, perMinute }) => ({ from, ...perMinute }))}
      axis={{ allowDecimals: most < 1, tickFormatter: (value: number) => tick.format(value) }}
    />
  )
}

interface EndingBarsProps {
  overview: Overview
  /** One for each interval of the window. */
  bars: ({ from: string } & EndCounts)[]
  axis: Pick<YAxisProps, 'allowDecimals' | 'tickCount' | 'tickFormatter'>
  children?: ReactNode
}

/** Stacked bars by ending, one bar for each interval of the window. A tooltip shows an interval's numbers. */
export const EndingBars = memo(function EndingBars({ overview, bars, axis, children }: EndingBarsProps) {
  const narrow = useMedia(narrowScreen)
  // A fixed interval: to find out which names fit, the library would lay out the page once for each of them.
  const names = overview.window === '7d' ? (narrow ? 2 : 7) : narrow ? 4 : 6
  // The library draws an element for each interval of each series, even if all values are 0. It needs one series.
  const shown = endStatuses.filter((status) => status === 'DELIVERED' || bars.some((bar) => bar[status] > 0))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={bars} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barCategoryGap="18%">
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="from"
          tickFormatter={(from: string) => partName(from, overview.window)}
          tick={tickLook}
          tickLine={false}
          axisLine={{ stroke: 'var(--color-line)' }}
          interval={Math.max(1, Math.floor(bars.length / names)) - 1}
        />
        <YAxis width={44} tick={tickLook} tickLine={false} axisLine={false} {...axis} />
        <Tooltip
          cursor={{ fill: 'var(--color-hover)' }}
          isAnimationActive={false}
          content={({ active, label }) =>
            active === true && typeof label === 'string' ? (
              <EndedPart overview={overview} from={label} />
            ) : null
          }
        />
        {shown.map((status) => (
          <Bar
            key={status}
            dataKey={status}
            name={statusLooks[status].word}
            stackId="ended"
            fill={toneVariable(statusLooks[status].tone)}
            stroke="var(--color-panel)"
            strokeWidth={0.5}
            isAnimationActive={false}
          />
        ))}
        {children}
      </BarChart>
    </ResponsiveContainer>
  )
}, showTheSame)

/** Each answer of the server is a new object. To draw the same again would be the longest task of the page. */
function showTheSame(one: EndingBarsProps, other: EndingBarsProps): boolean {
  if (one.children !== other.children || one.overview.window !== other.overview.window) return false
  return JSON.stringify(one.bars) === JSON.stringify(other.bars)
}

const tickLook = { fill: 'var(--color-faint)', fontSize: 11 }

function sumOf(counts: EndCounts): number {
  return endStatuses.reduce((sum, status) => sum + counts[status], 0)
}

/** The numbers of the interval that is pointed at. */
function EndedPart({ overview, from }: { overview: Overview; from: string }) {
  const part = partsOf(overview).find((each) => each.from === from)
  if (part === undefined) return null
  const { goesOn, counts, perMinute } = part
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
