/** The only place that ends work after some time, or earlier when a signal says so. */

/** Calls `then` after `ms` milliseconds, unless the returned function is called before. */
export type Timer = (ms: number, then: () => void) => () => void

const byTheClock: Timer = (ms, then) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/**
 * Gives `work` a signal that aborts after `limitMs`, with a `TimeoutError`, or when `stop` aborts, with its reason.
 * The timer has a controller of its own. With `AbortSignal.any([AbortSignal.timeout(ms), stop])`, a garbage collection
 * may remove the time-out signal when nothing else references it, and the limit never takes effect.
 */
export async function withinLimit<T>(
  limitMs: number,
  stop: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  timer: Timer = byTheClock,
): Promise<T> {
  const controller = new AbortController()
  const cancel = timer(limitMs, () => controller.abort(new LimitError(`Not done within ${limitMs} ms.`)))
  const onStop = () => controller.abort(stop?.reason)
  if (stop?.aborted) onStop()
  else stop?.addEventListener('abort', onStop, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    cancel()
    stop?.removeEventListener('abort', onStop)
  }
}

/** Whether the limit of `withinLimit` ended the work. */
export function isOverLimit({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof LimitError
}

class LimitError extends Error {
  override readonly name = 'TimeoutError'
}
