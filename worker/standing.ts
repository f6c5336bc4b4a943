/**
 * What this process lets others see of itself, every few seconds; and the Schedule that lets it prove, every minute, that
 * everything between it and the web process works.
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
/** The Schedule may have been deleted in Temporal. */
const scheduledEveryMs = 600_000

export interface StandingParts {
  db: Database
  client: Pick<Client, 'schedule'>
  /** As Temporal knows this process. */
  identity: string
  directory: Pick<LiveDirectory, 'ageMs'>
  log: Pick<pino.Logger, 'warn'>
}

export class Standing extends Repeated {
  readonly #parts: StandingParts
  #scheduledAt = Number.NEGATIVE_INFINITY

  constructor(parts: StandingParts, everyMs = usualMs) {
    super(everyMs, (error) =>
      // An outage of the store or of Temporal, which is told elsewhere too.
      parts.log.warn(
        { error: storeErrorOf(error) },
        'what this worker says of itself, or the Schedule of self-tests, could not be written',
      ),
    )
    this.#parts = parts
  }

  /** Resolves when it was stopped, and what it was doing is done. */
  override async run(): Promise<void> {
    await super.run()
    const { db, identity } = this.#parts
    // What is left there grows old and is forgotten.
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
