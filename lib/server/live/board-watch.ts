/** Follows the live board for all its viewers: reads it once for all of them, and sends only what has changed. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '@/lib/server/api-error'
import { type Board, board, boardChange, wholeBoard } from '@/lib/server/packets/board'
import { log } from '@/lib/server/process'
import { Audience } from './audience'
import { BackOff } from './back-off'
import { news } from './news'
import { changeUpdate } from './update'

/** A few times a second; the eye cannot follow more. */
const everyMs = 250
/** Without announcements, changes and departures still show within this time. */
const longestPauseMs = 1_000

export class BoardWatch {
  readonly audience = new Audience()
  readonly #stop = new AbortController()
  #told: Board | null = null

  stop(): void {
    this.#stop.abort()
  }

  async run(): Promise<void> {
    const { signal } = this.#stop
    const backOff = new BackOff()
    while (!signal.aborted) {
      try {
        const startedAt = performance.now()
        const seen = news().count
        this.#tell(await board().refresh())
        backOff.reset()
        // The slower the read, the longer the pause.
        await pause(Math.max(everyMs, 3 * (performance.now() - startedAt)), undefined, { signal })
        await news().since(seen, longestPauseMs, signal)
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ApiError)) log().error({ err: error }, 'the live board failed')
        await backOff.wait(signal).catch(() => undefined)
      }
    }
  }

  #tell(now: Board): void {
    const change = this.#told === null ? wholeBoard(now) : boardChange(this.#told, now)
    this.#told = now
    if (change !== null) this.audience.broadcast(changeUpdate('board', change, () => wholeBoard(now)))
  }
}
