import 'server-only'
import { SharedRead } from './shared-read'

/** A shared read for each of many keys. The least recently used are forgotten: anybody can think up keys. */
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
