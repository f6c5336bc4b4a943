// The first Ctrl-C asks for an orderly stop, the second for an immediate one.

/** One Ctrl-C can arrive twice: from the terminal and passed on by npm. */
const SAME_PRESS_MS = 500

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interruption {
  /** Aborted at the first signal. */
  signal: AbortSignal
  /** The listener is called at the second signal. */
  onImpatience: (listener: () => void) => void
}

class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** How often to check whether the npm that runs this process still exists. */
const NPM_CHECK_MS = 500

/**
 * Tells whether the npm that runs this process is gone. The scripts in package.json use "exec" to replace their shell,
 * because a shell passes no signals on. A killed npm passes none on either; the process then gets another parent.
 * Without npm a changed parent means nothing, since other programs may detach a process on purpose.
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
