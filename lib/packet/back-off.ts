/** How long to wait before a provider is tried again, while nobody can or may be handed the packet. */

const shortestMs = 1_000
const longestMs = 300_000

/** A tenth of the time waited so far: soon at first, and few events in a workflow that waits for days. */
export function backOff(waitedMs: number): number {
  return boundedWait(waitedMs / 10)
}

/** So long, but not so long that nobody would notice that something has changed meanwhile. */
export function boundedWait(ms: number): number {
  return Math.min(longestMs, Math.max(shortestMs, Math.round(ms)))
}
