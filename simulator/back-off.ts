/** When a receipt that was not taken is sent again. Times are in milliseconds. */

const firstMs = 250
const mostMs = 30_000

/** A receipt is given up this long after it was due. */
export const giveUpAfterMs = 24 * 3_600_000

/** Statuses that ask for another try; every other answer is final. */
export function wantsRetry(status: number): boolean {
  return status >= 500 || status === 429
}

/**
 * Doubles from 250 ms to 30 s, half of it by chance so that receipts held up together do not return together.
 * What the other side asks for is honoured up to the same limit.
 * @param tries how often it was sent already, at least 1
 * @param chance from 0 to 1
 */
export function backOffMs(tries: number, chance: number, askedMs: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(tries - 1, 16))
  const wait = full * (0.5 + chance / 2)
  return Math.round(Math.max(wait, Math.min(askedMs, mostMs)))
}
