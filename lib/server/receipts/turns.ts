import 'server-only'

const atOnce = 4

/**
 * Gives turns in the order they are asked for, a few in each round of the event loop. In a flood of forged receipts a
 * genuine one would otherwise wait, at each of its steps, until all receipts that have arrived are checked.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length === 1) setImmediate(() => this.#give())
    })
  }

  #give(): void {
    for (const resolve of this.#waiting.splice(0, atOnce)) resolve()
    if (this.#waiting.length > 0) setImmediate(() => this.#give())
  }
}
