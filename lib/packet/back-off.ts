/** How long to wait before a provider is tried again, while no provider can or may be handed the packet. */

const shortestMs = 1_000
const longestMs = 300_000

/** A tenth of the time waited so far: quick at first, yet few events in a workflow that waits for days. */
export function backOff(waitedMs: number): number {
  return boundedWait(waitedMs / 10)
}

/** Clamps a wait in milliseconds to between 1 s and 5 min, so that a change is noticed within 5 min. */
export function boundedWait(ms: number): number {
  return Math.min(longestMs, Math.max(shortestMs, Math.round(ms)))
}
