/** Counts how hand-overs to one provider went, and tells when they fail so often that its breaker should open. */

interface Outcome {
  readonly at: number
  readonly failed: boolean
}

/** The newest come last. */
export type BreakerCount = readonly Outcome[]

const windowMs = 60_000
const remembered = 20
const leastFailures = 5
const leastShare = 0.5

/** `at`: milliseconds since the epoch. Older outcomes than a minute, and more than twenty, are forgotten. */
export function count(outcomes: BreakerCount, at: number, failed: boolean): BreakerCount {
  return [...outcomes, { at, failed }].filter((outcome) => at - outcome.at < windowMs).slice(-remembered)
}

/** The reason to open the breaker, in words; null while there is none. */
export function reasonToTrip(outcomes: BreakerCount): string | null {
  const failures = outcomes.filter((outcome) => outcome.failed).length
  if (failures < leastFailures || failures < outcomes.length * leastShare) return null
  return `${failures} of the last ${outcomes.length} hand-overs failed`
}
