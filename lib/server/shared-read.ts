/**
 * A value that many readers share. At most one read is under way at a time, and the value is read again only once it
 * is too old, by a monotonic clock.
 */
import 'server-only'

/** After a pause, the first reader does not get a value older than this. */
const mostShownMs = 15_000
/** Longest pause between reads, however slow the last read was: one stall must not stop updates for long. */
const mostPausedMs = 10_000

export class SharedRead<T> {
  readonly #read: () => Promise<T>
  readonly #maxAgeMs: number
  #value: { value: T; at: number; tookMs: number } | null = null
  #underWay: Promise<T> | null = null

  constructor(read: () => Promise<T>, maxAgeMs: number) {
    this.#read = read
    this.#maxAgeMs = maxAgeMs
  }

  /**
   * The last value, without waiting; if it is old, a new read begins in the background. Only the very first reader
   * waits.
   */
  async get(): Promise<T> {
    if (this.#value === null) return this.refresh()
    if (this.isStale()) this.refresh().catch(() => undefined)
    return this.#value.value
  }

  /** Like `get`, but waits for a new value if the last one is more than 15 s old. */
  async recent(): Promise<T> {
    const tooOld = this.#value !== null && performance.now() - this.#value.at > mostShownMs
    return tooOld ? this.refresh() : this.get()
  }

  /** A value no older than the maximum age; waits for a read if necessary. */
  async fresh(): Promise<T> {
    return this.isStale() ? this.refresh() : this.get()
  }

  /** Starts a read, or joins the one under way. */
  refresh(): Promise<T> {
    this.#underWay ??= this.#measured().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  /** Sets a value that was just read by other means. */
  replace(value: T): void {
    this.#value = { value, at: performance.now(), tookMs: this.#value?.tookMs ?? 0 }
  }

  /** A slow read is repeated less often, so that reading takes at most a fifth of the time, up to the longest pause. */
  isStale(): boolean {
    if (this.#value === null) return true
    const { at, tookMs } = this.#value
    return performance.now() - at > Math.max(this.#maxAgeMs, Math.min(4 * tookMs, mostPausedMs))
  }

  async #measured(): Promise<T> {
    const startedAt = performance.now()
    const value = await this.#read()
    const at = performance.now()
    // A value that was set during this read is newer.
    if (this.#value !== null && this.#value.at > startedAt) return this.#value.value
    this.#value = { value, at, tookMs: at - startedAt }
    return value
  }
}

/** One shared read for each key. Only the most recently used are kept, because callers choose the keys. */
export class SharedReads<T> {
  readonly #reads = new Map<string, SharedRead<T>>()
  readonly #maxAgeMs: number
  readonly #most: number

  constructor(maxAgeMs: number, most: number) {
    this.#maxAgeMs = maxAgeMs
    this.#most = most
  }

  /** @param read must read the same whenever the key is the same */
  of(key: string, read: () => Promise<T>): SharedRead<T> {
    const shared = this.#reads.get(key) ?? new SharedRead(read, this.#maxAgeMs)
    this.#reads.delete(key)
    this.#reads.set(key, shared)
    const [leastUsed] = this.#reads.keys()
    if (this.#reads.size > this.#most && leastUsed !== undefined) this.#reads.delete(leastUsed)
    return shared
  }
}
