/** How the providers did within the last hour, read again every few seconds while packets are routed. */
import type { Measured } from '@/lib/packet/quality'
import { type AttemptSum, measuredOf, sumsByProvider } from '@/lib/scoreboard/sums'

export const qualityWindowMs = 3_600_000
const everyMs = 10_000

export interface QualitySource {
  /**
   * Null for a provider of which nothing is known. Returns at once: a stale measurement is renewed in the background.
   */
  of(provider: string): Measured | null
}

export class RecentQuality implements QualitySource {
  #measured: ReadonlyMap<string, Measured | null> = new Map()
  #askedAt = Number.NEGATIVE_INFINITY

  /** @param read reads the sums of the attempts of recently ended packets */
  constructor(
    private readonly read: () => Promise<AttemptSum[]>,
    private readonly noteFailure: (error: unknown) => void,
  ) {}

  of(provider: string): Measured | null {
    if (performance.now() - this.#askedAt > everyMs) void this.#renew()
    return this.#measured.get(provider) ?? null
  }

  /** The previous measurement stays in use until this is done; an old measurement is better than none. */
  async #renew(): Promise<void> {
    this.#askedAt = performance.now()
    try {
      const providers = sumsByProvider(await this.read())
      this.#measured = new Map([...providers].map(([name, sums]) => [name, measuredOf(sums)]))
    } catch (error) {
      this.noteFailure(error)
    }
  }
}
