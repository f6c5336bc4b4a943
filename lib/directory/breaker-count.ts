/** Counts the results of hand-overs to one provider, and tells when so many fail that its breaker should open. */

interface Outcome {
  readonly at: number
  readonly failed: boolean
}

/** Oldest first. */
export type BreakerCount = readonly Outcome[]

const windowMs = 60_000
const remembered = 20
const leastFailures = 5
const leastShare = 0.5

/**
 * Adds an outcome, and drops outcomes older than a minute and all but the newest twenty.
 *
 * @param at milliseconds of a clock that never goes back
 */
export function count(outcomes: BreakerCount, at: number, failed: boolean): BreakerCount {
  return [...outcomes, { at, failed }].filter((outcome) => at - outcome.at < windowMs).slice(-remembered)
}

/** The reason to open the breaker, in words; null if it should stay closed. */
export function reasonToTrip(outcomes: BreakerCount): string | null {
  const failures = outcomes.filter((outcome) => outcome.failed).length
  if (failures < leastFailures || failures < outcomes.length * leastShare) return null
  return `${failures} of the last ${outcomes.length} hand-overs failed`
}
