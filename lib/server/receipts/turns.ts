import 'server-only'

const atOnce = 4

type Standing = 'genuine' | 'refused'

/**
 * Gives turns, a few in each round of the event loop. In a flood of forged receipts a genuine one would otherwise wait, at
 * each of its steps, until all receipts that have arrived are checked. Those on a connection whose last one was genuine come
 * first, those on one whose last one was refused come last, and otherwise they come as they were asked for.
 */
export class Turns {
  readonly #standings = new WeakMap<object, Standing>()
  readonly #genuine: (() => void)[] = []
  readonly #unknown: (() => void)[] = []
  readonly #refused: (() => void)[] = []
  #isGiving = false

  next(connection: object): Promise<void> {
    const standing = this.#standings.get(connection)
    const queue =
      standing === undefined ? this.#unknown : standing === 'genuine' ? this.#genuine : this.#refused
    return new Promise((resolve) => {
      queue.push(resolve)
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
    for (let count = 0; count < atOnce; count++) this.#first()?.()
    this.#isGiving = false
    if (this.#genuine.length + this.#unknown.length + this.#refused.length > 0) this.#giveSoon()
  }

  #first(): (() => void) | undefined {
    return this.#genuine.shift() ?? this.#unknown.shift() ?? this.#refused.shift()
  }
}
