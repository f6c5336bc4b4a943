/** The numbers of the overview in words. */
import { counted, percentText } from '@/components/ui/format'
import type { EndCounts, Overview, OverviewWindow } from '@/lib/contract/overview'
import { endStatuses } from '@/lib/packet/packet'

export const windows: readonly { value: OverviewWindow; word: string }[] = [
  { value: '1h', word: '1 h' },
  { value: '24h', word: '24 h' },
  { value: '7d', word: '7 d' },
]

/** The ways to show what ended. */
export const endingsViews = [
  { value: 'chart', word: 'Chart' },
  { value: 'table', word: 'Table' },
] as const
export type EndingsView = (typeof endingsViews)[number]['value']

interface Figure {
  name: string
  value: string
  /** What the value is a share or a part of; null if it counts all packets. */
  about: string | null
}

/** The figures above the chart. Shares are of all packets that have ended. */
export function figuresOf({ ended, counts, deliveredByFirst, failedOver }: Overview): Figure[] {
  const share = (part: number) => (ended === 0 ? '–' : percentText(part / ended, 1))
  const packets = (count: number) => counted(count, 'packet', 'packets')
  return [
    { name: 'Ended', value: packets(ended), about: null },
    { name: 'Delivered', value: share(counts.DELIVERED), about: packets(counts.DELIVERED) },
    { name: 'By the first provider', value: share(deliveredByFirst), about: packets(deliveredByFirst) },
    { name: 'Failed over', value: share(failedOver), about: packets(failedOver) },
  ]
}

const minuteMs = 60_000
/** The least divisor of a rate: one packet in the first seconds of an interval is not many a minute. */
const leastMs = 10_000

/** One interval of the window, for chart and tables. */
export interface Part {
  from: string
  /** The interval is not over yet. */
  goesOn: boolean
  counts: EndCounts
  perMinute: EndCounts
}

/** Rates per minute. The count of an interval that is not over is divided by the time that has passed of it. */
export function partsOf({ endings, until, stepMs }: Overview): Part[] {
  return endings.map(({ from, counts }) => {
    const passedMs = Date.parse(until) - Date.parse(from)
    const minutes = Math.min(stepMs, Math.max(leastMs, passedMs)) / minuteMs
    return { from, goesOn: passedMs < stepMs, counts, perMinute: dividedBy(counts, minutes) }
  })
}

function dividedBy(counts: EndCounts, minutes: number): EndCounts {
  const rates = { ...counts }
  for (const status of endStatuses) rates[status] /= minutes
  return rates
}

const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** "1,234", "20.6", "<0.1" */
export function rateText(perMinute: number): string {
  return perMinute > 0 && perMinute < 0.1 ? '<0.1' : tenths.format(perMinute)
}

function clockIn(timeZone: string | undefined) {
  return {
    time: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }),
    day: new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone }),
  }
}

export const ownClock = clockIn(undefined)
export const utcClock = clockIn('UTC')

/** The beginning of an interval, by the viewer's clock. */
export function partName(from: string, window: OverviewWindow, { time, day } = ownClock): string {
  const at = new Date(from)
  return window === '7d' ? `${day.format(at)}, ${time.format(at)}` : time.format(at)
}

/** The beginning of the window, likewise: "10:42", "Mon 23 Nov, 01:00". Windows begin at a full hour or day, UTC. */
export function beginText({ since, window }: Pick<Overview, 'since' | 'window'>, clock = ownClock): string {
  return partName(since, window === '24h' ? '7d' : window, clock)
}
