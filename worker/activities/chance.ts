import { createHash } from 'node:crypto'

/**
 * A number from 0 up to 1. With a seed it depends on the seed and the subject alone, so that a run can be repeated
 * whatever the order in which workers get to their tasks.
 */
export function chance(seed: string | null, ...subject: (string | number)[]): number {
  if (seed === null) return Math.random()
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...subject]))
    .digest()
  return digest.readUInt32BE(0) / 2 ** 32
}
