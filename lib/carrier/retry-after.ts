/** How long the other side asks to be left alone, by its header `Retry-After`. */

/** Seconds or a date (RFC 9110); null when it is missing or neither. Milliseconds from `now`, never below 0. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header)) return Number(header) * 1000
  // Without a letter it is no date, though `Date.parse` takes much for one.
  const date = /[A-Za-z]{3}/.test(header) ? Date.parse(inGmt(header)) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** The oldest of its three forms of a date ends with the year and names no zone; it means GMT like the others. */
function inGmt(date: string): string {
  return /:\d\d \d{4}$/.test(date) ? `${date} GMT` : date
}
