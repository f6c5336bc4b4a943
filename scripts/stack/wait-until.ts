import { setTimeout as pause } from 'node:timers/promises'

export interface Waiting {
  /** Milliseconds in all. */
  limitMs: number
  everyMs?: number
  signal?: AbortSignal | undefined
}

/**
 * Asks again and again until the answer is not null.
 * @returns null when the time is over
 * @throws whatever the signal was aborted with
 */
export async function waitUntil<T>(
  ask: () => Promise<T | null>,
  { limitMs, everyMs = 50, signal }: Waiting,
): Promise<T | null> {
  // By the monotonic clock.
  const end = performance.now() + limitMs
  for (;;) {
    signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() + everyMs > end) return null
    await pause(everyMs)
  }
}
