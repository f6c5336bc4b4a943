/** Ranks providers by measurements: the one that is likely to confirm soonest comes first. */

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
 * Expected milliseconds per confirmed packet at this provider: a receipt takes its median time, silence costs the
 * whole time-out, and both are weighted by how often they happened. One confirmed and one failed attempt are added to
 * the measurement, so that little evidence weighs little. The result is divided by the provider's weight.
 */
function expectedMs({ measured, weight, receiptTimeoutMs }: Rated): number {
  const share = ((measured?.confirmed ?? 0) + 1) / ((measured?.attempts ?? 0) + 2)
  const median = measured?.medianMs ?? receiptTimeoutMs / 2
  return (share * median + (1 - share) * receiptTimeoutMs) / share / weight
}

/** The same providers, the best first; the sort is stable. */
export function byQuality<P extends Rated>(providers: readonly P[]): P[] {
  return [...providers].sort((one, other) => expectedMs(one) - expectedMs(other))
}

/** The share of packets that go to a provider that is not the best, so that its recovery is noticed. */
const explored = 0.05

/** The rank among `count` providers that a draw in [0, 1) selects: mostly 0, the best; seldom another. */
export function drawnPlace(draw: number, count: number): number {
  if (count < 2 || draw >= explored) return 0
  return 1 + Math.floor((draw / explored) * (count - 1))
}

/** The confirmed share in a measurement, rounded to a thousandth. Null when nothing was measured. */
export function shareOf(measured: Measured | null): number | null {
  if (measured === null || measured.attempts === 0) return null
  return Math.round((measured.confirmed / measured.attempts) * 1000) / 1000
}
