/** Chance that repeats itself: each draw depends on the seed and on what it is about, never on what came before. */
import { createHash } from 'node:crypto'

/** A number from 0 (included) to 1 (excluded), the same whenever the same thing is asked. */
export type Draw = (...about: ReadonlyArray<string | number>) => number

export function seededDraw(seed: string): Draw {
  return (...about) => {
    const digest = createHash('sha256')
      .update(JSON.stringify([seed, ...about]))
      .digest()
    return digest.readUIntBE(0, 6) / 2 ** 48
  }
}
