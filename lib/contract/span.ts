/** Spans relative to the present time, for filters of packets. Without schemas, so pages need not load a library. */

/** How far back packets are counted. */
export const scoreboardWindows = ['1h', '24h', '7d'] as const

/** A number of minutes, hours or days, or days by the calendar. */
export const withinShape = /^([1-9]\d{0,3}[mhd]|today|yesterday|week)$/

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds since the epoch; `to` is null if the span has no end. */
export interface Span {
  from: number
  to: number | null
}

/**
 * Resolves a relative span at the moment `now`.
 *
 * @param within a text of the form `withinShape`
 * @param zone IANA name of the zone by whose clocks days begin
 */
export function spanOf(within: string, zone: string, now: number): Span {
  const today = startOfDay(now, zone)
  switch (within) {
    case 'today':
      return { from: today, to: null }
    case 'yesterday':
      return { from: dayBefore(today, zone), to: today }
    case 'week':
      return { from: mondayBefore(today, zone), to: null }
    default:
      return { from: now - lengthOf(within), to: null }
  }
}

export const spanAdvice = 'The span ends before it begins. Use a later end.'

/** Whether a span of instants in a filter ends before it begins, so that nothing is in it. */
export function isReversed(from: string | undefined, to: string | undefined): boolean {
  return from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)
}

function lengthOf(within: string): number {
  const unit = within.endsWith('m') ? 'm' : within.endsWith('h') ? 'h' : 'd'
  return Number.parseInt(within, 10) * unitMs[unit]
}

export function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** Midnight, or the first moment of a day whose midnight a clock change skips. */
function startOfDay(at: number, zone: string): number {
  const { year, month, day } = onClock(at, zone)
  return onDay({ year, month, day }, zone)
}

function dayBefore(midnight: number, zone: string): number {
  return startOfDay(midnight - 1, zone)
}

function mondayBefore(midnight: number, zone: string): number {
  const { year, month, day } = onClock(midnight, zone)
  const sinceMonday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  return onDay({ year, month, day: day - sinceMonday }, zone)
}

export interface Day {
  year: number
  /** 1 to 12. */
  month: number
  /** Day of the month; a value outside the month runs on into the month before or after. */
  day: number
}

/**
 * When the clocks of a zone show this time, in milliseconds since the epoch. A time that they show twice means the
 * first of the two; a time that they skip moves later by the length of the gap.
 */
export function onDay({ year, month, day }: Day, zone: string, hour = 0, minute = 0): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute)
  const [before, after] = [offsetAt(shown - unitMs.d, zone), offsetAt(shown + unitMs.d, zone)]
  const found = [shown - before, shown - after].filter((at) => at + offsetAt(at, zone) === shown)
  return found.length === 0 ? shown - before : Math.min(...found)
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = onClock(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}

interface Reading extends Day {
  hour: number
  minute: number
  second: number
}

/** What the clocks of a zone show. */
export function onClock(at: number, zone: string): Reading {
  const parts = clockOf(zone).formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  }
}

/** A cache, because creating a formatter takes longer than using it. There are about 600 zones; their case may vary. */
const clocks = new Map<string, Intl.DateTimeFormat>()
const mostClocks = 2_000

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (clocks.size < mostClocks) clocks.set(timeZone, clock)
  return clock
}
