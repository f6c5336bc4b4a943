import 'server-only'

const atOnce = 4

type Standing = 'genuine' | 'refused'
type Queue = (() => void)[]

/**
 * Gives turns, a few in each round of the event loop. In a flood of forged receipts a genuine one would otherwise wait, at
 * each of its steps, until all receipts that have arrived are checked. Those on a connection whose last one was genuine come
 * first, those on one whose last one was refused come last, and otherwise they come as they were asked for.
 */
export class Turns {
  readonly #standings = new WeakMap<object, Standing>()
  readonly #waiting: Record<Standing | 'unknown', Queue> = { genuine: [], unknown: [], refused: [] }
  #isGiving = false

  next(connection: object): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting[this.#standings.get(connection) ?? 'unknown'].push(resolve)
      if (!this.#isGiving) this.#giveSoon()
    })
  }

  /** What the last receipt on a connection was. */
  note(connection: object, standing: Standing): void {
    this.#standings.set(connection, standing)
  }

  #giveSoon(): void {
    this.#isGiving = true
    setImmediate(() => this.#give())
  }

  #give(): void {
    const { genuine, unknown, refused } = this.#waiting
    for (let count = 0; count < atOnce; count++) (genuine.shift() ?? unknown.shift() ?? refused.shift())?.()
    this.#isGiving = false
    if (genuine.length + unknown.length + refused.length > 0) this.#giveSoon()
  }
}
