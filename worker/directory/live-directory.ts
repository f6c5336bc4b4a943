/**
 * The provider directory as one worker knows it, shared by all that it does. What it answers was read less than two
 * seconds ago, so that a change is in force for everything that begins later. Its age is measured by the monotonic
 * clock: by one that is set back, it would stay young for as long as that was.
 */
import { ApplicationFailure } from '@temporalio/common'
import type pino from 'pino'
import { directoryUnknown } from '@/lib/contract/workflows'
import type { DirectoryState } from '@/lib/directory/state'
import { storeErrorOf } from '@/lib/store/store'

/** Older than this, it is read again; at most this often. */
const freshMs = 1_000
/** Older than this, nothing is done by it. */
const knownMs = 2_000

export interface DirectorySource {
  /**
   * What is in force.
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

  /** How long ago what is known was read, in whole milliseconds; null while nothing is. */
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

  /** It counts as old as its reading is: what was changed meanwhile may not be in it. */
  async #readOnce(): Promise<void> {
    const asOf = performance.now()
    try {
      this.#known = { state: await this.read(), asOf }
      this.#tell(null)
    } catch (error) {
      this.#tell(error)
    }
  }

  /** Once when it begins to be unknown, and once when that is over. */
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
