import 'server-only'

/** Repeats an action from start to stop, with a pause after each run. */
export class Pulse {
  readonly #everyMs: number
  readonly #act: () => void | Promise<void>
  #running: AbortController | null = null

  constructor(everyMs: number, act: () => void | Promise<void>) {
    this.#everyMs = everyMs
    this.#act = act
  }

  start(): void {
    if (this.#running !== null) return
    this.#running = new AbortController()
    void this.#beat(this.#running.signal)
  }

  stop(): void {
    this.#running?.abort()
    this.#running = null
  }

  async #beat(stopped: AbortSignal): Promise<void> {
    try {
      await this.#act()
    } finally {
      if (!stopped.aborted) setTimeout(() => void this.#beat(stopped), this.#everyMs).unref()
    }
  }
}
