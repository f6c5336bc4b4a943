/**
 * The provider directory as one worker knows it, shared by all its look-ups. What it answers was read less than two
 * seconds ago, so that a change is in force for every choice from then on. Its age is measured by a clock that nobody
 * sets: by one that is set back, it would stay young for as long as that was.
 */
import { type DirectoryState, untouched } from '@/lib/directory/state'

/** Older than this, it is read again behind the caller's back; at most this often. */
const freshMs = 1000
/** Older than this, the caller waits for the reading, */
const tolerableMs = 1700
/** but not longer than this, for a look-up has a second in all. What comes later is in force from then on. */
const patienceMs = 700
const firstPauseMs = 500

export interface DirectorySource {
  /** What is in force. Without Temporal it is what was last read. */
  current(): Promise<DirectoryState>
}

export class LiveDirectory implements DirectorySource {
  #state: DirectoryState | null = null
  /** When the reading began that `#state` comes from. */
  #asOf = Number.NEGATIVE_INFINITY
  #underWay: Promise<DirectoryState> | null = null

  /**
   * @param read answers null while there is no directory
   * @param noteFailure told of a reading that failed
   */
  constructor(
    private readonly read: () => Promise<DirectoryState | null>,
    private readonly noteFailure: (error: unknown) => void,
  ) {}

  /**
   * Reads it for the first time, so that no look-up fails because it was never read.
   * @throws what the last reading failed with, when none succeeds in time
   */
  async open(patienceMs = 20_000): Promise<void> {
    const until = performance.now() + patienceMs
    for (;;) {
      try {
        await this.current()
        return
      } catch (error) {
        if (performance.now() >= until) throw error
        await new Promise((resume) => setTimeout(resume, firstPauseMs))
      }
    }
  }

  async current(): Promise<DirectoryState> {
    const age = performance.now() - this.#asOf
    const known = this.#state
    if (known !== null && age <= freshMs) return known
    const reading = this.#refresh()
    if (known === null) return reading
    // Without Temporal nothing can be decided anyway; what was known must not be forgotten over it.
    const renewed = reading.catch(() => known)
    return age <= tolerableMs ? known : sooner(renewed, known)
  }

  #refresh(): Promise<DirectoryState> {
    this.#underWay ??= this.#readOnce().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  async #readOnce(): Promise<DirectoryState> {
    const startedAt = performance.now()
    try {
      this.#state = (await this.read()) ?? untouched
      this.#asOf = startedAt
      return this.#state
    } catch (error) {
      this.noteFailure(error)
      throw error
    }
  }
}

/** What the reading tells, or what is known when that takes too long. */
function sooner(reading: Promise<DirectoryState>, known: DirectoryState): Promise<DirectoryState> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(known), patienceMs)
    void reading.then((state) => {
      clearTimeout(limit)
      resolve(state)
    })
  })
}
