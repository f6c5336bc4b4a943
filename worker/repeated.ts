import { setTimeout as pause } from 'node:timers/promises'

/** A task that this process repeats until it is stopped. */
export abstract class Repeated {
  readonly #stopped = new AbortController()
  #isTroubled = false

  /**
   * @param tell is called with the error of `once`: for the first failure, and again only after a success in between
   */
  constructor(
    private readonly everyMs: number,
    private readonly tell: (error: unknown) => void,
  ) {}

  protected abstract once(): Promise<void>

  /** Long-running implementations of `once` check this in between. */
  protected get isStopped(): boolean {
    return this.#stopped.signal.aborted
  }

  /** Resolves once it was stopped and the current run of `once` has finished. */
  async run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      await this.#try()
      await pause(this.everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #try(): Promise<void> {
    try {
      await this.once()
      this.#isTroubled = false
    } catch (error) {
      if (!this.#isTroubled) this.tell(error)
      this.#isTroubled = true
    }
  }
}
