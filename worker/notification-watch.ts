/**
 * Wakes the workflows of receivers that there is something new for, and those that were lost. Every worker does this;
 * what two do at once is done once.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import pLimit from 'p-limit'
import type pino from 'pino'
import { takeReceiversToWake } from '@/lib/store/notifications'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { wakeNotifying } from '@/lib/temporal/notifying'

const everyMs = 500
const mostAtOnce = 1_000
/** Temporal is asked for so many at the same time. */
const wokenAtOnce = 20

export interface NotificationWatchParts {
  db: Database
  client: Pick<Client, 'workflow'>
  log: Pick<pino.Logger, 'warn'>
  now: () => number
}

export class NotificationWatch {
  readonly #parts: NotificationWatchParts
  readonly #stopped = new AbortController()
  #isTroubled = false

  constructor(parts: NotificationWatchParts) {
    this.#parts = parts
  }

  /** Resolves when it was stopped, and what it was doing is done. */
  async run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      await this.#once()
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #once(): Promise<void> {
    const { db, client, log, now } = this.#parts
    try {
      // Where one cannot be woken it is named again a minute later.
      const receivers = await takeReceiversToWake(db, { at: now(), most: mostAtOnce })
      const limit = pLimit(wokenAtOnce)
      await Promise.all(receivers.map((receiver) => limit(() => wakeNotifying(client, receiver))))
      this.#isTroubled = false
    } catch (error) {
      // An outage of the store or of Temporal, which is told elsewhere too.
      if (!this.#isTroubled) log.warn({ error: storeErrorOf(error) }, 'receivers could not be told')
      this.#isTroubled = true
    }
  }
}
