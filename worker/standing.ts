/**
 * Records this worker's state in the store every few seconds, for others to read. Also keeps the Schedule that runs a
 * self-test every minute, which proves that everything between a worker and the web process works.
 */
import type { Client } from '@temporalio/client'
import type pino from 'pino'
import { readStoreClock } from '@/lib/store/server'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { forgetWorker, noteWorker } from '@/lib/store/workers'
import { scheduleSelfTest } from '@/lib/temporal/self-test'
import type { LiveDirectory } from './directory/live-directory'
import { Repeated } from './repeated'

const usualMs = 5_000
/** Repeated, because the Schedule may have been deleted in Temporal. */
const scheduledEveryMs = 600_000

export interface StandingParts {
  db: Database
  client: Pick<Client, 'schedule'>
  /** The identity by which Temporal knows this process. */
  identity: string
  directory: Pick<LiveDirectory, 'ageMs'>
  log: Pick<pino.Logger, 'warn'>
}

export class Standing extends Repeated {
  readonly #parts: StandingParts
  #scheduledAt = Number.NEGATIVE_INFINITY

  constructor(parts: StandingParts, everyMs = usualMs) {
    super(everyMs, (error) =>
      // The store or Temporal is down; other parts report that outage too.
      parts.log.warn(
        { error: storeErrorOf(error) },
        'what this worker says of itself, or the Schedule of self-tests, could not be written',
      ),
    )
    this.#parts = parts
  }

  /** Resolves once it was stopped and the current run has finished. */
  override async run(): Promise<void> {
    await super.run()
    const { db, identity } = this.#parts
    // If this fails, the record grows old and is dropped.
    await forgetWorker(db, identity).catch(() => undefined)
  }

  protected override async once(): Promise<void> {
    const { db, client, identity, directory } = this.#parts
    const results = await Promise.allSettled([
      readStoreClock(db).then(({ aheadMs, withinMs }) =>
        noteWorker(db, {
          identity,
          directoryAgeMs: directory.ageMs(),
          clock: { aheadMs: -aheadMs, withinMs },
        }),
      ),
      this.#schedule(client),
    ])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #schedule(client: StandingParts['client']): Promise<void> {
    if (performance.now() - this.#scheduledAt < scheduledEveryMs) return
    await scheduleSelfTest(client)
    this.#scheduledAt = performance.now()
  }
}
