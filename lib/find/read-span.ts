/** Reads spans of time in words. Relative spans stay relative; clock times become instants. */
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type Day, onClock, onDay, spanOf } from '@/lib/contract/span'
import { wordEnd } from './writing'

export interface Clock {
  /** Milliseconds since the epoch. */
  now: number
  /** IANA name of the zone in which days and hours are meant. */
  zone: string
}

/** A filter read from the beginning of a text, and how many characters it took. */
export interface Read {
  length: number
  filter: PacketFilter
}

/** A relative span, or one with fixed ends in milliseconds since the epoch. */
type Span = { within: string } | { from: number | null; to: number | null }

/** "submitted" filters by the time of submission; otherwise the span is about when packets were active. */
export function readSpan(text: string, clock: Clock): Read | null {
  const [said = '', word] = /^(submitted|created|accepted|active|ended) (?=\S)/i.exec(text) ?? []
  const isSubmitted = word !== undefined && /^(?:submitted|created|accepted)$/i.test(word)
  const rest = text.slice(said.length)
  for (const [shape, spanFrom] of shapes) {
    const found = new RegExp(`^(?:${shape})${wordEnd}`, 'i').exec(rest)
    const span = found && spanFrom(found.slice(1), clock)
    if (found && span)
      return { length: said.length + found[0].length, filter: filterOf(span, isSubmitted, clock) }
  }
  return null
}

function filterOf(span: Span, isSubmitted: boolean, { now, zone }: Clock): PacketFilter {
  if ('within' in span && !isSubmitted) return /^\d/.test(span.within) ? span : { ...span, zone }
  const { from, to } = 'within' in span ? spanOf(span.within, zone, now) : span
  const [begin, until] = [from, to].map((at) => (at === null ? null : new Date(at).toISOString()))
  return isSubmitted
    ? { ...(begin && { from: begin }), ...(until && { to: until }) }
    : { ...(begin && { activeFrom: begin }), ...(until && { activeTo: until }) }
}

type Groups = readonly (string | undefined)[]

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const date = String.raw`\d{4}-\d\d-\d\d`
const day = `today|yesterday|${date}|(?:last )?(?:${weekdays.join('|')})`
const hour = String.raw`(?:\d\d?:\d\d|\d\d? ?[ap]m)`
const time = String.raw`(\d{4}-\d\d-\d\dT[\d:.]+Z|(?:(?:${day}) (?:at )?)?${hour}|${day})`

const shapes: readonly [shape: string, span: (groups: Groups, clock: Clock) => Span | null][] = [
  ['(today|yesterday)', ([day = '']) => ({ within: day.toLowerCase() })],
  ['this week', () => ({ within: 'week' })],
  [
    String.raw`(?:(?:in|within|during|since) )?(?:the )?(?:last|past) (?:(\d{1,4}) ?)?(m|min|minutes?|h|hours?|d|days?|weeks?)`,
    ([count = '1', unit = '']) => within(Number(count), unit.toLowerCase()),
  ],
  [
    `(?:between|from) ${time} (?:and|to|until|till|-) ${time}`,
    ([from = '', to = ''], clock) => spanBetween(from, to, clock),
  ],
  [`(?:since|after|from) ${time}`, ([from = ''], clock) => between(instantOf(from, clock), null)],
  [`(?:before|until|till|to) ${time}`, ([to = ''], clock) => between(null, instantOf(to, clock))],
  [`(?:on )?(${day})`, ([day = ''], clock) => dayOf(day, clock)],
]

function within(count: number, unit: string): Span | null {
  if (count === 0) return null
  if (unit.startsWith('w')) return count > 1_000 ? null : { within: `${count * 7}d` }
  return { within: `${count}${unit.charAt(0)}` }
}

function between(from: number | null | undefined, to: number | null | undefined): Span | null {
  return from === undefined || to === undefined ? null : { from, to }
}

/** The end is the first such time after the beginning. A span between two days includes both. */
function spanBetween(begin: string, end: string, clock: Clock): Span | null {
  const from = instantOf(begin, clock)
  const to = from === undefined ? undefined : instantOf(end, clock, from)
  if (from === undefined || to === undefined) return null
  return { from, to: from <= to && isDay(begin) && isDay(end) ? dayAfter(to, clock.zone) : to }
}

function isDay(text: string): boolean {
  return new RegExp(`^(?:${day})$`, 'i').test(text)
}

function dayOf(text: string, clock: Clock): Span | null {
  const from = instantOf(text, clock)
  return from === undefined ? null : { from, to: dayAfter(from, clock.zone) }
}

function dayAfter(midnight: number, zone: string): number {
  return onDay(dayAt(midnight, 1, zone), zone)
}

/**
 * Reads a text as an instant. A clock time without a date, or a weekday, means the latest one in the past, or the first
 * one from `after` on. Undefined if there is no such time.
 */
function instantOf(text: string, { now, zone }: Clock, after?: number): number | undefined {
  const said = text.toLowerCase()
  if (said.endsWith('z')) return Number.isNaN(Date.parse(said)) ? undefined : Date.parse(said)
  const [hour, minute] = hourIn(said)
  if (hour > 23 || minute > 59) return undefined
  const told = dateIn(said)
  if (told !== undefined) return told === null ? undefined : onDay(told, zone, hour, minute)
  if (said.startsWith('today')) return onDay(dayAt(now, 0, zone), zone, hour, minute)
  if (said.startsWith('yesterday')) return onDay(dayAt(now, -1, zone), zone, hour, minute)
  const isLast = said.startsWith('last ')
  const weekday = weekdays.findIndex((name) => said.includes(name))
  const step = after === undefined ? -1 : 1
  return Array.from({ length: 9 }, (_, nth) => dayAt(after ?? now, nth * step, zone))
    .filter((day, nth) => (weekday < 0 || weekdayOf(day) === weekday) && !(isLast && step < 0 && nth === 0))
    .map((day) => onDay(day, zone, hour, minute))
    .find((at) => (after === undefined ? at <= now : at >= after))
}

function dayAt(at: number, days: number, zone: string): Day {
  const { year, month, day } = onClock(at, zone)
  return { year, month, day: day + days }
}

function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

function hourIn(text: string): [hour: number, minute: number] {
  const [, hour, minute] = /(\d\d?):(\d\d)$/.exec(text) ?? []
  if (hour !== undefined) return [Number(hour), Number(minute)]
  const [, twelve, half] = /(\d\d?) ?([ap])m$/.exec(text) ?? []
  if (twelve === undefined) return [0, 0]
  return [Number(twelve) > 12 ? 24 : (Number(twelve) % 12) + (half === 'p' ? 12 : 0), 0]
}

/** Undefined if the text contains no date, null if the date does not exist. */
function dateIn(text: string): Day | null | undefined {
  const found = /\d{4}-\d\d-\d\d/.exec(text)?.[0]
  if (found === undefined) return undefined
  if (Number.isNaN(Date.parse(found))) return null
  const [year = 0, month = 0, day = 0] = found.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? { year, month, day } : null
}
