/** How many packets each provider has taken on within the last second. */

const windowMs = 1_000

export class Pace {
  readonly #times = new Map<string, number[]>()

  /** Counts one more, unless that would be over the limit. @param now milliseconds that never go back */
  admits(provider: string, maxPerSecond: number, now: number): boolean {
    const times = (this.#times.get(provider) ?? []).filter((time) => now - time < windowMs)
    const admitted = times.length < maxPerSecond
    if (admitted) times.push(now)
    this.#times.set(provider, times)
    return admitted
  }

  clear(): void {
    this.#times.clear()
  }
}
