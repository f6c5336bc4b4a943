/** Converts a time in words or a local time to an instant. Times are milliseconds since the epoch. */
import { type ParsedComponents, type ParsedResult, parse } from 'chrono-node'
import { DateTime, IANAZone } from 'luxon'

/** The sender's present time and zone, against which "tomorrow at 9" is read. */
export interface Clock {
  now: number
  /** IANA, such as "Europe/Berlin". */
  timeZone: string
}

export type TimeRead = { at: number } | { fault: string }

/** The furthest ahead that a packet may be scheduled. */
const longestAheadMs = 366 * 86_400_000

const timeExamples = '"in 20 minutes", "tomorrow at 9:30", "next Monday at 8 am", "2030-01-31 12:00"'

const help = `Write a time such as ${timeExamples}.`

/** Zones known to be valid. Validating one creates a formatter, which takes longer than everything else in a row. */
const zonesThere = new Set<string>()
/** There are about 600 zones, but names match in any case, so the set needs a limit. */
const mostZones = 2_000

export function timeZoneFault(name: string): string | null {
  if (zonesThere.has(name)) return null
  if (IANAZone.isValidZone(name)) {
    if (zonesThere.size < mostZones) zonesThere.add(name)
    return null
  }
  return `There is no time zone "${name}". Use a name such as Europe/Berlin.`
}

/** Returns a fault, with what to write instead, if the text is not understood or ambiguous, past, or too far ahead. */
export function readTime(text: string, clock: Clock): TimeRead {
  const iso = /^\d{4}-\d\d-\d\dT/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN
  const read =
    /(Z|[+-]\d\d:?\d\d)$/.test(text.trim()) && !Number.isNaN(iso) ? { at: iso } : readWords(text, clock)
  return 'fault' in read ? read : ahead(read.at, clock)
}

function ahead(at: number, { now, timeZone }: Clock): TimeRead {
  const told = timeInWords(at, timeZone)
  if (at <= now) return { fault: `${told} is in the past. Choose a later time.` }
  if (at - now > longestAheadMs)
    return { fault: `${told} is more than a year away. Choose a time within a year.` }
  return { at }
}

function readWords(text: string, { now, timeZone }: Clock): TimeRead {
  const offset = DateTime.fromMillis(now, { zone: timeZone }).offset
  const found = parse(text, { instant: new Date(now), timezone: offset }, { forwardDate: true })
  const [first, second] = found
  if (first === undefined) return { fault: `The time could not be understood. ${help}` }
  const rest = `${text.slice(0, first.index)} ${text.slice(first.index + first.text.length)}`
  if (first.end !== null && first.end !== undefined)
    return { fault: `"${first.text}" is a span. Choose one time. ${help}` }
  if (second !== undefined)
    return { fault: `"${first.text}" and "${second.text}" are two times. Choose one.` }
  if (!/^[\s,.]*(on|at)?[\s,.]*$/i.test(rest))
    return { fault: `"${first.text}" is understood, and "${rest.trim()}" is not. ${help}` }
  return isDayFirstOrMonthFirst(first)
    ? { fault: `In "${first.text}" day and month may be meant either way. Write 2030-01-31, or 31 January.` }
    : instantOf(first.start, timeZone)
}

function isDayFirstOrMonthFirst({ text }: ParsedResult): boolean {
  const [, one, other] = /(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}/.exec(text) ?? []
  return one !== undefined && one !== other && Number(one) <= 12 && Number(other) <= 12
}

/** A relative time, or one with an offset, is an instant already. Everything else is local time in the zone. */
function instantOf(parts: ParsedComponents, timeZone: string): TimeRead {
  if (parts.isCertain('timezoneOffset') && parts.isCertain('hour')) return { at: parts.date().getTime() }
  const clock = {
    year: parts.get('year') ?? 0,
    month: parts.get('month') ?? 0,
    day: parts.get('day') ?? 0,
    hour: parts.get('hour') ?? 0,
    minute: parts.get('minute') ?? 0,
    second: parts.get('second') ?? 0,
  }
  return onClock(clock, timeZone)
}

type Reading = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>

/** A local time that a clock change skips is no instant; one that it repeats is two. */
function onClock(reading: Reading, timeZone: string): TimeRead {
  const time = DateTime.fromObject(reading, { zone: timeZone })
  if (!time.isValid) return { fault: `There is no such time. ${help}` }
  const shown = `${pad(reading.hour)}:${pad(reading.minute)} on ${time.toFormat('d LLLL yyyy', { locale: 'en' })}`
  if (time.hour !== reading.hour || time.minute !== reading.minute)
    return {
      fault: `The clocks in ${timeZone} go forward, so that ${shown} is skipped. Choose an earlier or later time.`,
    }
  const [one, other] = time.getPossibleOffsets()
  if (one !== undefined && other !== undefined) {
    const written = [one, other].map((each) => each.toFormat("yyyy-LL-dd'T'HH:mm:ssZZ")).join(' or ')
    return { fault: `The clocks in ${timeZone} go back, so that ${shown} comes twice. Write ${written}.` }
  }
  return { at: time.toMillis() }
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** For example "Sunday 29 November 2026, 08:00 Europe/Berlin". */
export function timeInWords(at: number, timeZone: string): string {
  const time = DateTime.fromMillis(at, { zone: timeZone })
  const seconds = time.second === 0 ? '' : ':ss'
  return `${time.toFormat(`cccc d LLLL yyyy, HH:mm${seconds}`, { locale: 'en' })} ${timeZone}`
}
