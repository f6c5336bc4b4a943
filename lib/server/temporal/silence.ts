/**
 * Tells a server that is gone from one that is only slow: within 3 s a caller is to know of an outage, but a
 * server that goes on answering others is waited for.
 */
import 'server-only'
import { processWide } from '@/lib/server/process-wide'

const silenceMs = 2400

const heard = processWide('temporal-heard', () => ({ at: 0 }))

/** Temporal has answered somebody just now. */
export function noteAnswer(): void {
  heard().at = Date.now()
}

/** Nothing was heard from Temporal for too long. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

export class Silence {
  /** Rejects with a SilenceError as soon as nobody has had an answer for the longest tolerable time. */
  readonly broken: Promise<never>
  readonly #startedAt = Date.now()
  #timer: NodeJS.Timeout | null = null

  constructor() {
    this.broken = new Promise((_, reject) => this.#listen(silenceMs, reject))
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #listen(ms: number, reject: (error: Error) => void): void {
    this.#timer = setTimeout(() => {
      const since = Math.max(this.#startedAt, heard().at)
      const left = since + silenceMs - Date.now()
      if (left <= 0) reject(new SilenceError(`Temporal has been silent for ${silenceMs} ms.`))
      else this.#listen(left, reject)
    }, ms)
  }
}
