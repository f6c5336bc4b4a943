/**
 * The provider directory as one worker knows it, shared by all of its activities. The state that it returns was read
 * less than two seconds ago, so a change applies to everything that begins later than that. The age is measured by the
 * monotonic clock: if the wall clock were set back, an old state would look fresh.
 */
import { ApplicationFailure } from '@temporalio/common'
import type pino from 'pino'
import { directoryUnknown } from '@/lib/contract/workflows'
import type { DirectoryState } from '@/lib/directory/state'
import { storeErrorOf } from '@/lib/store/store'

/** A state older than this is read again, so at most this often. */
const freshMs = 1_000
/** A state older than this is not used. */
const knownMs = 2_000

export interface DirectorySource {
  /**
   * The state in force.
   * @throws ApplicationFailure of the type `directoryUnknown`, while it cannot be read
   */
  current(): Promise<DirectoryState>
}

export class LiveDirectory implements DirectorySource {
  #known: { state: DirectoryState; asOf: number } | null = null
  #underWay: Promise<void> | null = null
  #isUnknown = false

  constructor(
    private readonly read: () => Promise<DirectoryState>,
    private readonly log: Pick<pino.Logger, 'info' | 'warn'>,
  ) {}

  async current(): Promise<DirectoryState> {
    if (this.#isOlderThan(freshMs)) await this.#refresh()
    if (this.#known !== null && !this.#isOlderThan(knownMs)) return this.#known.state
    throw ApplicationFailure.create({
      type: directoryUnknown,
      message: 'The provider directory cannot be read, so this worker hands nothing over.',
    })
  }

  /** Milliseconds since the known state was read, rounded; null while no state is known. */
  ageMs(): number | null {
    return this.#known === null ? null : Math.round(performance.now() - this.#known.asOf)
  }

  #isOlderThan(ms: number): boolean {
    return this.#known === null || performance.now() - this.#known.asOf > ms
  }

  #refresh(): Promise<void> {
    this.#underWay ??= this.#readOnce().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  /** The age counts from the start of the read: changes made during the read may be missing. */
  async #readOnce(): Promise<void> {
    const asOf = performance.now()
    try {
      this.#known = { state: await this.read(), asOf }
      this.#tell(null)
    } catch (error) {
      this.#tell(error)
    }
  }

  /** Logs once when the directory becomes unknown, and once when it is known again. */
  #tell(error: unknown): void {
    const isUnknown = this.#isOlderThan(knownMs)
    if (isUnknown === this.#isUnknown) return
    this.#isUnknown = isUnknown
    if (isUnknown)
      this.log.warn(
        { error: storeErrorOf(error) },
        'the provider directory cannot be read; this worker hands nothing over until it can',
      )
    else this.log.info('the provider directory can be read again')
  }
}
