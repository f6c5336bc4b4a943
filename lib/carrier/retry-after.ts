/** How long a provider asks to be left alone, by its header `Retry-After`. */

/** Seconds or a date (RFC 9110); null when it is missing or neither. Milliseconds from `now`, never below 0. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  // Without a letter it is no date, though `Date.parse` takes much for one.
  const date = /[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
