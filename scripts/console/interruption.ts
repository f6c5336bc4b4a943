// Ctrl-C once means "stop in order", twice means "at once".

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 500

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interruption {
  /** Aborted at the first signal. */
  signal: AbortSignal
  /** Called at the second. */
  onImpatience: (listener: () => void) => void
}

class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** How often we look whose child we are. */
const PARENT_CHECK_MS = 500

export function listenForInterruption(
  source: NodeJS.EventEmitter = process,
  now: () => number = Date.now,
  parent: () => number = () => process.ppid,
): Interruption {
  const stop = new AbortController()
  const listeners: (() => void)[] = []
  let first: number | null = null
  onOrphaned(parent, () => {
    first ??= now()
    stop.abort(new Interrupted('orphaned'))
  })
  for (const name of SIGNALS) {
    source.on(name, () => {
      if (first === null) {
        first = now()
        stop.abort(new Interrupted(name))
      } else if (now() - first > SAME_PRESS_MS) {
        for (const listener of listeners) listener()
      }
    })
  }
  return { signal: stop.signal, onImpatience: (listener) => listeners.push(listener) }
}

/**
 * npm runs us in a shell of its own: a signal to npm alone ends that shell and never reaches us. Being left with another
 * parent is how we hear of it.
 */
function onOrphaned(parent: () => number, listener: () => void): void {
  const first = parent()
  const timer = setInterval(() => {
    if (parent() === first) return
    clearInterval(timer)
    listener()
  }, PARENT_CHECK_MS)
  timer.unref()
}
