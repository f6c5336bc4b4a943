/**
 * Wakes the notification workflows of receivers that have something new, and starts those that were lost. Every worker
 * runs this; waking a workflow twice has the effect of waking it once.
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
/** So many requests to Temporal run at the same time. */
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
      // The store or Temporal is down; other parts report that outage too.
      parts.log.warn({ error: storeErrorOf(error) }, 'receivers could not be told'),
    )
    this.#parts = parts
  }

  protected override async once(): Promise<void> {
    const { db, client, now } = this.#parts
    // A receiver whose workflow cannot be woken is returned again a minute later.
    const receivers = await takeReceiversToWake(db, { at: now(), most: mostAtOnce })
    const limit = pLimit(wokenAtOnce)
    await Promise.all(receivers.map((receiver) => limit(() => wakeNotifying(client, receiver))))
  }
}
