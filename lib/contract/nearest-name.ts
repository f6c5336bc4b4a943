import { distance } from 'fastest-levenshtein'

/** Letters of a name that may be wrong, as a share of it. */
const MISSPELT_SHARE = 0.3

/** The name that was probably meant; null when none is near. Case and what stands between words count for nothing. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const wanted = bare(name)
  let nearest: string | null = null
  let least = Math.max(1, Math.floor(wanted.length * MISSPELT_SHARE)) + 1
  for (const candidate of known) {
    const far = distance(wanted, bare(candidate))
    if (far < least) [nearest, least] = [candidate, far]
  }
  return nearest
}
