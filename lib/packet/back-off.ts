/** How long to wait before a provider is tried again, while no provider can or may be handed the packet. */

const shortestMs = 1_000
const longestMs = 300_000

/** A tenth of the time waited so far: soon at first, and few events in a workflow that waits for days. */
export function backOff(waitedMs: number): number {
  return boundedWait(waitedMs / 10)
}

/** The wait in milliseconds, between 1 s and 5 min: after that long at most, what has changed is seen. */
export function boundedWait(ms: number): number {
  return Math.min(longestMs, Math.max(shortestMs, Math.round(ms)))
}
