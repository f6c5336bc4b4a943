/** The server's time, so that a countdown is right on a machine whose clock is not. */

/** Below this, the header's resolution of a second says nothing. */
const trustedSkewMs = 2000

let skewMs = 0

/** Takes the `Date` header of an answer that just arrived. */
export function noteServerDate(header: string | null): void {
  if (header === null) return
  const stated = Date.parse(header)
  if (Number.isNaN(stated)) return
  const skew = stated + 500 - Date.now()
  skewMs = Math.abs(skew) > trustedSkewMs ? skew : 0
}

/** Milliseconds since the epoch. */
export function serverNow(): number {
  return Date.now() + skewMs
}
