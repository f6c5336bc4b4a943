import 'server-only'

const atOnce = 4

type Standing = 'genuine' | 'refused'
type Queue = (() => void)[]

/**
 * Schedules receipts, a few in each round of the event loop. Otherwise, in a flood of forged receipts, a genuine one
 * would wait at each of its steps until all others had been checked. Connections whose last receipt was genuine have
 * precedence, those whose last one was refused come last; within each class the order is first in, first out.
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

  /** Notes whether the last receipt on a connection was genuine. */
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
