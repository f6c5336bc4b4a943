import { setTimeout as pause } from 'node:timers/promises'

/** Something that this process does again and again until it is stopped. */
export abstract class Repeated {
  readonly #stopped = new AbortController()
  #isTroubled = false

  /** @param tell is told what `once` has thrown: the first time, and again only after it has worked in between */
  constructor(
    private readonly everyMs: number,
    private readonly tell: (error: unknown) => void,
  ) {}

  protected abstract once(): Promise<void>

  /** What takes long asks for it in between. */
  protected get isStopped(): boolean {
    return this.#stopped.signal.aborted
  }

  /** Resolves when it was stopped, and what it was doing is done. */
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
