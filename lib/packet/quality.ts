/** Providers by what was measured: who is likely to confirm soonest comes first. */

/** What a provider did within a recent window. */
export interface Measured {
  /** Attempts that ended one way or the other. */
  readonly attempts: number
  /** Of these, the ones it confirmed. */
  readonly confirmed: number
  /** Median time from hand-over to receipt in milliseconds; null when there was none. */
  readonly medianMs: number | null
}

export interface Rated {
  readonly measured: Measured | null
  readonly weight: number
  readonly receiptTimeoutMs: number
}

/**
 * Milliseconds that a confirmed packet is expected to take at this provider: a receipt takes its median time,
 * silence costs the whole time-out, and both count as often as they happened. One confirmed and one failed attempt
 * are taken as given, so that little evidence weighs little. The weight divides it.
 */
function expectedMs({ measured, weight, receiptTimeoutMs }: Rated): number {
  const share = ((measured?.confirmed ?? 0) + 1) / ((measured?.attempts ?? 0) + 2)
  const median = measured?.medianMs ?? receiptTimeoutMs / 2
  return (share * median + (1 - share) * receiptTimeoutMs) / share / weight
}

/** The same providers, the best first; equals stay in their order. */
export function byQuality<P extends Rated>(providers: readonly P[]): P[] {
  return [...providers].sort((one, other) => expectedMs(one) - expectedMs(other))
}

/** Of so many packets one goes to a provider that is not the best, so that its recovery is noticed. */
const explored = 0.05

/** The place among `count` that a draw from 0 up to 1 chooses: 0 is the best, seldom another one. */
export function drawnPlace(draw: number, count: number): number {
  if (count < 2 || draw >= explored) return 0
  return 1 + Math.floor((draw / explored) * (count - 1))
}

/** The share that a measurement shows, to a thousandth. Null when nothing was measured. */
export function shareOf(measured: Measured | null): number | null {
  if (measured === null || measured.attempts === 0) return null
  return Math.round((measured.confirmed / measured.attempts) * 1000) / 1000
}
