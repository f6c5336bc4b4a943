/** Wakes the live views whenever something in the store has changed. */
import 'server-only'
import { settings } from '@/lib/server/env'
import { processWide } from '@/lib/server/process-wide'
import { listenForChanges } from '@/lib/store/changes'

class News {
  #count = 0
  readonly #waiting = new Set<() => void>()

  /**
   * The number of announcements so far. A reader notes it before it reads, and can tell by it whether its state is
   * outdated.
   */
  get count(): number {
    return this.#count
  }

  announce(): void {
    this.#count += 1
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the first announcement after `seen`, at the time-out, or when the signal aborts. */
  since(seen: number, longestMs: number, signal: AbortSignal): Promise<void> {
    if (seen !== this.#count || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, longestMs)
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

export const news = processWide('news', () => {
  const shared = new News()
  void listenForChanges(settings().databaseListenUrl, () => shared.announce(), new AbortController().signal)
  return shared
})
