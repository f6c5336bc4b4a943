import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/process'
import { BackOff } from './back-off'
import { news } from './news'

/** Without announcements, changes still show within this time. */
const longestPauseMs = 1_000

interface ReadingAgain {
  /** For the log. */
  failed: string
  /** Called before each pause; the pause lasts longer after a slow read. */
  intervalMs: () => number
  /** `startedAt` is by the monotonic clock. */
  read: (startedAt: number) => Promise<void>
}

/** Reads after each announced change until the signal, and backs off while reading fails. */
export async function readAgain(
  { failed, intervalMs, read }: ReadingAgain,
  signal: AbortSignal,
): Promise<void> {
  const backOff = new BackOff()
  while (!signal.aborted) {
    try {
      const startedAt = performance.now()
      const seen = news().count
      await read(startedAt)
      backOff.reset()
      // The slower the read, the longer the pause.
      await pause(Math.max(intervalMs(), 3 * (performance.now() - startedAt)), undefined, { signal })
      await news().since(seen, longestPauseMs, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ApiError)) log().error({ err: error }, failed)
      await backOff.wait(signal).catch(() => undefined)
    }
  }
}
