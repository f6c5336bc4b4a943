/** How long the other side asks to be left alone, by its header `Retry-After`. */

const longestMs = 86_400_000

/** A number of seconds, or of what is written behind it, such as "1.5" and "500 ms". */
const span = /^([+-]?\d*\.?\d+)\s*([a-z]*)$/i

const units: readonly (readonly [RegExp, number])[] = [
  [/^(s|secs?|seconds?)?$/i, 1_000],
  [/^(ms|millis|milliseconds?)$/i, 1],
  [/^(m|mins?|minutes?)$/i, 60_000],
  [/^(h|hours?)$/i, 3_600_000],
]

/**
 * Seconds or a date (RFC 9110), and what is meant for one by those who write it otherwise; of several the longest. Null
 * when it is missing or neither. Milliseconds from `now`, never below 0 nor above a day.
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
  // Without a letter or a "T" it is no date, though `Date.parse` takes much for one.
  const isDate = /[A-Za-z]{3}/.test(text) || /^\d{4}-\d\d-\d\dT/.test(text)
  const date = isDate ? Date.parse(inGmt(text)) : Number.NaN
  return Number.isNaN(date) ? null : date - now
}

/** The oldest of the three forms of a date ends with the year and names no zone; it means GMT like the others. */
function inGmt(date: string): string {
  return /:\d\d \d{4}$/.test(date) ? `${date} GMT` : date
}
