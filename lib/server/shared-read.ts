/** A value that many readers share: read at most once at a time, and no more often than its age allows. */
import 'server-only'

export class SharedRead<T> {
  readonly #read: () => Promise<T>
  readonly #maxAgeMs: number
  #value: { value: T; at: number; tookMs: number } | null = null
  #underWay: Promise<T> | null = null

  constructor(read: () => Promise<T>, maxAgeMs: number) {
    this.#read = read
    this.#maxAgeMs = maxAgeMs
  }

  /** The newest value known; an old one is renewed behind the reader's back. Only the first reader waits. */
  async get(): Promise<T> {
    if (this.#value === null) return this.refresh()
    if (this.isStale()) this.refresh().catch(() => undefined)
    return this.#value.value
  }

  /** The newest value known, unless nobody has asked for so long that it is older than this: then waits for a new one. */
  async within(ageMs: number): Promise<T> {
    const tooOld = this.#value !== null && Date.now() - this.#value.at > ageMs
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

  /** Takes a value that somebody has just read by other means. */
  replace(value: T): void {
    this.#value = { value, at: Date.now(), tookMs: this.#value?.tookMs ?? 0 }
  }

  /** A read that is slow is repeated less often, so that it never takes more than a twentieth of the time. */
  isStale(now: number = Date.now()): boolean {
    if (this.#value === null) return true
    return now - this.#value.at > Math.max(this.#maxAgeMs, this.#value.tookMs * 20)
  }

  async #measured(): Promise<T> {
    const startedAt = Date.now()
    const value = await this.#read()
    const at = Date.now()
    // What was put in its place meanwhile is newer.
    if (this.#value !== null && this.#value.at > startedAt) return this.#value.value
    this.#value = { value, at, tookMs: at - startedAt }
    return value
  }
}
