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

/** How often we look whether npm still runs us. */
const NPM_CHECK_MS = 500

/**
 * Tells whether the npm that runs us has gone. package.json has its shell replaced by us ("exec"), for a shell passes no
 * signal on; a killed npm has passed none on either and leaves us with another parent. Others may do that on purpose.
 */
function watchNpm(): () => boolean {
  if (process.env.npm_lifecycle_event === undefined) return () => false
  const parent = process.ppid
  return () => process.ppid !== parent
}

export function listenForInterruption(
  source: NodeJS.EventEmitter = process,
  now: () => number = Date.now,
  npmIsGone: () => boolean = watchNpm(),
): Interruption {
  const stop = new AbortController()
  const listeners: (() => void)[] = []
  let first: number | null = null
  onceTrue(npmIsGone, () => {
    first ??= now()
    stop.abort(new Interrupted('npm is gone'))
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

function onceTrue(condition: () => boolean, listener: () => void): void {
  const timer = setInterval(() => {
    if (!condition()) return
    clearInterval(timer)
    listener()
  }, NPM_CHECK_MS)
  timer.unref()
}
