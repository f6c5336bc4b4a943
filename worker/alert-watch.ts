/**
 * Counts the packets of each view that has an alert, one view after the other, and stops counting at the alert's
 * threshold. Every worker runs this; each turn of a view goes to one worker only, and each alert is reported once.
 */
import type { Client } from '@temporalio/client'
import type pino from 'pino'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type DueView, noteHeld, putOffView, takeDueView } from '@/lib/store/alerts'
import { countPackets } from '@/lib/store/packet-list'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { findWorkflows, isStuckDelivery } from '@/lib/temporal/deliveries'
import { Repeated } from './repeated'

const everyMs = 1_000
const mostStuck = 1_000

export interface AlertWatchParts {
  db: Database
  client: Pick<Client, 'workflow'>
  log: Pick<pino.Logger, 'warn' | 'info'>
  now: () => number
}

export class AlertWatch extends Repeated {
  readonly #parts: AlertWatchParts
  readonly #uncounted = new Set<string>()

  constructor(parts: AlertWatchParts) {
    super(everyMs, (error) =>
      // The store is down; other parts report that outage too.
      parts.log.warn({ error: storeErrorOf(error) }, 'views with an alert could not be looked for'),
    )
    this.#parts = parts
  }

  protected override async once(): Promise<void> {
    const { db, now } = this.#parts
    while (!this.isStopped) {
      const view = await takeDueView(db, now())
      if (view === null) return
      await this.#look(view)
    }
  }

  async #look(view: DueView): Promise<void> {
    const { db, log, now } = this.#parts
    const { id, atLeast } = view
    const at = now()
    const count = await this.#count(view, at).catch((error: unknown) => ({ error }))
    if (typeof count === 'object') {
      // If the store is down this throws as well, and the remaining views wait for the next round.
      await putOffView(db, view, at)
      if (!this.#uncounted.has(id))
        log.warn({ view: id, error: storeErrorOf(count.error) }, 'a view with an alert could not be counted')
      this.#uncounted.add(id)
      return
    }
    this.#uncounted.delete(id)
    const change = await noteHeld(db, view, { isReached: count >= atLeast, at })
    if (change === 'begun') log.info({ view: id, atLeast }, 'a view alerts')
    if (change === 'over') log.info({ view: id, atLeast }, 'the alert of a view is over')
  }

  /** Counts up to the alert's threshold only. The store aborts a count that takes too long. */
  async #count({ filter, atLeast }: DueView, now: number): Promise<number> {
    const { db } = this.#parts
    return countPackets(db, { filter, stuckOwners: await this.#stuckOwners(filter), now }, atLeast - 1)
  }

  async #stuckOwners({ flag }: PacketFilter): Promise<string[]> {
    return flag === 'stuck' ? findWorkflows(this.#parts.client, isStuckDelivery, mostStuck) : []
  }
}
