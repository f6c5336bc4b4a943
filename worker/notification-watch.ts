/**
 * Wakes the workflows of receivers that there is something new for, and those that were lost. Every worker does this;
 * what two do at once is done once.
 */
import type { Client } from '@temporalio/client'
import pLimit from 'p-limit'
import type pino from 'pino'
import { takeReceiversToWake } from '@/lib/store/notifications'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { wakeNotifying } from '@/lib/temporal/notifying'
import { Repeated } from './repeated'

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

export class NotificationWatch extends Repeated {
  readonly #parts: NotificationWatchParts

  constructor(parts: NotificationWatchParts) {
    super(everyMs, (error) =>
      // An outage of the store or of Temporal, which is told elsewhere too.
      parts.log.warn({ error: storeErrorOf(error) }, 'receivers could not be told'),
    )
    this.#parts = parts
  }

  protected override async once(): Promise<void> {
    const { db, client, now } = this.#parts
    // Where one cannot be woken it is named again a minute later.
    const receivers = await takeReceiversToWake(db, { at: now(), most: mostAtOnce })
    const limit = pLimit(wokenAtOnce)
    await Promise.all(receivers.map((receiver) => limit(() => wakeNotifying(client, receiver))))
  }
}
