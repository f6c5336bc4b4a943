/**
 * Reads ended packets from visibility: at first backwards through the longest window, and all the while those
 * that end meanwhile. At most four pages a second, since all readers share visibility.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { type ClosedPage, readClosedPage } from './closed-page'
import { Counted, longestWindowMs } from './counted'

export const pageEveryMs = 250
/** An ending may become visible after later ones. It is a moment as a rule, so the long look back is made seldom. */
const lookBackMs = 5_000
const longLookBackMs = 60_000
const longLookEveryMs = 30_000
/** Further behind than that, what is newest counts more than filling the gap from its old end. */
const tooFarBehindMs = 15 * 60_000

export class Tail {
  readonly counted = new Counted()
  /** Up to here every look was complete: close time of the newest packet, milliseconds since the epoch. */
  #upTo = 0
  #completeSince: number | null = null
  /** Where the reading backwards goes on; null once it is done. */
  #older: { since: number; token: Uint8Array } | null = null
  #lookedAt: number | null = null
  #longLookAt = 0
  #looking: Promise<void> | null = null

  /** Everything that closed since then is counted, except what a look is still to find; null before the first. */
  get completeSince(): number | null {
    return this.#completeSince
  }

  /** When the last complete look for new endings began. */
  get lookedAt(): number | null {
    return this.#lookedAt
  }

  get rebuilding(): boolean {
    return this.#completeSince === null || this.#older !== null
  }

  isTooFarBehind(now: number): boolean {
    return this.#lookedAt !== null && now - this.#lookedAt > tooFarBehindMs
  }

  /** Counts what ended since the last look, or joins the look under way. @throws ApiError TEMPORAL_UNREACHABLE */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    const now = Date.now()
    if (this.#lookedAt === null) await this.#begin(now)
    else await this.#follow(now)
    this.#lookedAt = now
    this.#upTo = this.counted.newest ?? now - longestWindowMs
    this.counted.forget(now, this.#knownFrom())
  }

  /** Reads one page further back. @throws ApiError TEMPORAL_UNREACHABLE */
  async readBack(): Promise<void> {
    if (this.#older === null) return
    const { since, token } = this.#older
    this.#took(since, await readClosedPage(since, token))
  }

  async #begin(now: number): Promise<void> {
    const since = now - longestWindowMs
    const page = await readClosedPage(since, null)
    this.#longLookAt = now
    this.#upTo = page.packets[0]?.closedAt ?? since
    this.#took(since, page)
  }

  #took(since: number, { packets, next }: ClosedPage): void {
    this.counted.add(packets, this.#knownFrom())
    const oldest = packets.at(-1)?.closedAt ?? this.#completeSince ?? since
    this.#completeSince = next === null ? since : oldest
    this.#older = next === null ? null : { since, token: next }
  }

  async #follow(now: number): Promise<void> {
    const since = this.#lookBackTo(now)
    let token: Uint8Array | null = null
    do {
      if (token !== null) await pause(pageEveryMs, undefined, { ref: false })
      const page: ClosedPage = await readClosedPage(since, token)
      this.counted.add(page.packets, this.#knownFrom())
      token = page.next
    } while (token !== null)
  }

  #lookBackTo(now: number): number {
    const long = now - this.#longLookAt > longLookEveryMs
    if (long) this.#longLookAt = now
    const back = this.#upTo - (long ? longLookBackMs : lookBackMs)
    // What is older than the reading backwards has come to is still to be counted by it.
    return this.#older === null ? back : Math.max(back, (this.#completeSince ?? 0) + 1)
  }

  /** Nobody reads again what closed before. */
  #knownFrom(): number {
    return this.#upTo - longLookBackMs
  }
}
