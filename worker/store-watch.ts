/**
 * Checks that the store is the one that Temporal knows, and not an older copy, and raises the mark that Temporal keeps
 * of it.
 */
import type { Client } from '@temporalio/client'
import type pino from 'pino'
import {
  countChanges,
  raiseMark,
  readInstallation,
  type SetBack,
  SetBackWatch,
  setBackWords,
} from '@/lib/store/installation'
import type { Database } from '@/lib/store/store'
import { readMark, tellMark } from '@/lib/temporal/store-mark'

const raiseEveryMs = 1_000

export class StoreWatch {
  readonly #watch: SetBackWatch
  #changes: string | null = null
  #found: SetBack | null = null

  constructor(
    private readonly db: Database,
    private readonly client: Client,
    private readonly log: Pick<pino.Logger, 'error' | 'info'>,
  ) {
    this.#watch = new SetBackWatch(
      () => readInstallation(db),
      () => readMark(client),
    )
  }

  /** Logs each change of the result once. Rejects while store and Temporal cannot be compared. */
  async isSetBack(): Promise<boolean> {
    const found = await this.#watch.check()
    if (found !== null && found !== this.#found) this.log.error(setBackWords[found])
    if (found === null && this.#found !== null) this.log.info('the store is what Temporal knows of it')
    this.#found = found
    return found !== null
  }

  /** Raises the mark if packets have changed: in the store first, then in Temporal. */
  async raise(): Promise<void> {
    const changes = await countChanges(this.db)
    if (changes === this.#changes) return
    const raised = await raiseMark(this.db, { everyMs: raiseEveryMs, known: this.#watch.highWater })
    // Another worker has raised the mark, perhaps before the latest change: look again next time.
    if (raised === null) return
    this.#watch.raised(raised)
    await tellMark(this.client, raised)
    this.#changes = changes
  }
}
