/** The little room that texts have in a memo. */

/** How many characters texts may have; the first set that fits is taken, so that short stories keep every word. */
export interface Room {
  readonly sentence: number
  /** 0 leaves them out. */
  readonly reason: number
  readonly error: number
  /** Of the provider's own name for it; left out with the reasons. */
  readonly reference: number
  /** Whether the routing service's reasons are kept. */
  readonly choices: boolean
  /** Of a provider: cut only where ten of the longest names would not fit. */
  readonly name: number
}

/** A moment counted from another one; null where there is none. */
export function plus(origin: number, later: number | null | undefined): number | null {
  return later === null || later === undefined ? null : origin + later
}
