/**
 * A value that many readers share: read at most once at a time, and no more often than its age allows, which is
 * measured by a monotonic clock.
 */
import 'server-only'

/** An older value is not shown to the first reader after a pause. */
const mostShownMs = 15_000
/** A reader may wait this long for news, however slow the last read was: a single stall is no reason to look away. */
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

  /** The newest value known; an old one is read anew in the background. Only the first reader waits. */
  async get(): Promise<T> {
    if (this.#value === null) return this.refresh()
    if (this.isStale()) this.refresh().catch(() => undefined)
    return this.#value.value
  }

  /** The newest value known, unless there was no reader for a quarter of a minute: then waits for a new one. */
  async recent(): Promise<T> {
    const tooOld = this.#value !== null && performance.now() - this.#value.at > mostShownMs
    return tooOld ? this.refresh() : this.get()
  }

  /** A value that is not old; waits for it if need be. */
  async fresh(): Promise<T> {
    return this.isStale() ? this.refresh() : this.get()
  }

  /** Reads now, or joins the read under way. */
  refresh(): Promise<T> {
    this.#underWay ??= this.#measured().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  /** Takes a value that was just read by other means. */
  replace(value: T): void {
    this.#value = { value, at: performance.now(), tookMs: this.#value?.tookMs ?? 0 }
  }

  /** A read that is slow is repeated less often: it takes a fifth of the time at most, unless it takes seconds. */
  isStale(): boolean {
    if (this.#value === null) return true
    const { at, tookMs } = this.#value
    return performance.now() - at > Math.max(this.#maxAgeMs, Math.min(4 * tookMs, mostPausedMs))
  }

  async #measured(): Promise<T> {
    const startedAt = performance.now()
    const value = await this.#read()
    const at = performance.now()
    // What was put in its place meanwhile is newer.
    if (this.#value !== null && this.#value.at > startedAt) return this.#value.value
    this.#value = { value, at, tookMs: at - startedAt }
    return value
  }
}

/** A shared read for each of many keys. The least recently used are forgotten: callers choose the keys. */
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
