/** Formats times for pages and for date fields. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** An age, short enough for a narrow column: "now", "12 s", "3 min", "5 h", "4 d". From milliseconds. */
export function ageText(ms: number): string {
  if (ms < second) return 'now'
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`
  return `${Math.floor(ms / day)} d`
}

/** The exact instant in UTC, the same on every machine: "2026-03-01 09:05:07.120 UTC". */
export function exactUtc(iso: string): string {
  return new Date(iso).toISOString().replace('T', ' ').replace('Z', ' UTC')
}

/** "10:42:07 UTC", the same on every machine. An ISO time, or milliseconds since the epoch. */
export function timeUtc(at: string | number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}

/** IANA, of this machine. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' } as const
const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const

// The sv-SE locale writes times in the order of ISO 8601. Created once: that costs more than a hundred uses.
const exactFormat = new Intl.DateTimeFormat('sv-SE', { ...date, ...clock, fractionalSecondDigits: 3 })
const clockFormat = new Intl.DateTimeFormat('en-GB', clock)

/** The exact instant by this machine's clock: "2026-03-01 10:05:07.120 CET". Browser only. */
export function exactLocal(iso: string): string {
  return exactFormat.format(new Date(iso)).replace(',', '.')
}

/** The time of day likewise: "10:42:07 CET". Takes an ISO time, or milliseconds since the epoch. */
export function timeLocal(at: string | number): string {
  return clockFormat.format(new Date(at))
}

/** A future time by this machine's clock: "Mon, 30 Nov 2026, 09:30 CET". Browser only. */
export function localTime(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso))
}

/**
 * The value of a date field, in this machine's time zone: "2026-03-01T09:05:07". Empty if the instant is missing or
 * invalid.
 */
export function toLocalField(instant: string | null): string {
  const at = instant === null ? Number.NaN : Date.parse(instant)
  if (Number.isNaN(at)) return ''
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19)
}

/** The instant of a date field's value, in this machine's time zone; null if it is empty or invalid. */
export function toInstant(field: string | null): string | null {
  const at = field === null ? Number.NaN : Date.parse(field)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
