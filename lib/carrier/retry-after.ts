/** How long the other side asks to be left alone with its `Retry-After` header. */

const longestMs = 86_400_000

/** A number of seconds, or a number with a unit, such as "1.5" and "500 ms". */
const span = /^([+-]?\d*\.?\d+)\s*([a-z]*)$/i

const units: readonly (readonly [RegExp, number])[] = [
  [/^(s|secs?|seconds?)?$/i, 1_000],
  [/^(ms|millis|milliseconds?)$/i, 1],
  [/^(m|mins?|minutes?)$/i, 60_000],
  [/^(h|hours?)$/i, 3_600_000],
]

/**
 * Reads seconds or a date (RFC 9110) and common non-standard forms; of several values the longest counts. Null if there
 * is none. The result is in milliseconds from `now`, between 0 and a day.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  const asked = [text, ...text.split(/[,;]\s*/)].flatMap((part) => spanMs(part) ?? [])
  const askedMs = asked.length > 0 ? Math.max(...asked) : untilDate(text, now)
  return askedMs === null ? null : Math.round(Math.min(longestMs, Math.max(0, askedMs)))
}

function spanMs(text: string): number | null {
  const [, amount = '', unit = ''] = span.exec(text.trim()) ?? []
  const unitMs = units.find(([pattern]) => pattern.test(unit))?.[1]
  return amount === '' || unitMs === undefined ? null : Number(amount) * unitMs
}

function untilDate(text: string, now: number): number | null {
  // Only text with a month's name or in ISO format is a date. `Date.parse` accepts much else.
  const isDate = /[A-Za-z]{3}/.test(text) || /^\d{4}-\d\d-\d\dT/.test(text)
  const date = isDate ? Date.parse(inGmt(text)) : Number.NaN
  return Number.isNaN(date) ? null : date - now
}

/** The oldest of the three date formats of HTTP (asctime) has no zone, but means GMT like the others. */
function inGmt(date: string): string {
  return /:\d\d \d{4}$/.test(date) ? `${date} GMT` : date
}
