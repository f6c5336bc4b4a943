/**
 * Files that people write: their text, since editors on some systems save UTF-16 or put a byte order mark in front, and
 * names in them that are nearly right.
 */
import { distance } from 'fastest-levenshtein'

/** Says what is wrong with the bytes, as the end of a sentence. */
export class UnreadableText extends Error {
  override readonly name = 'UnreadableText'
}

/** Enough to tell an encoding from; what people write in these files is mostly ASCII. */
const LOOKED_AT_BYTES = 1024

/** @throws UnreadableText with the line at fault */
export function decodeText(bytes: Uint8Array): string {
  const text = decoded(bytes)
  const nul = text.indexOf('\0')
  if (nul >= 0) throw new UnreadableText(`line ${lineAt(text, nul)} holds a NUL character, so it is no text`)
  return text
}

/** Lines count from 1, and end as any system ends them. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length
}

function decoded(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    // It takes a byte order mark away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const damaged = new TextDecoder(encoding).decode(bytes)
    const line = lineAt(damaged, damaged.indexOf('\ufffd'))
    const name = encoding === 'utf-8' ? 'UTF-8' : 'UTF-16'
    throw new UnreadableText(`line ${line} is not ${name}; save it as UTF-8`)
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Without a mark: of ASCII in UTF-16 every other byte is zero, and in UTF-8 none is.
  const zeros = [0, 0]
  const looked = bytes.subarray(0, LOOKED_AT_BYTES)
  for (const [index, byte] of looked.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const most = looked.length / 4
  if (odd > most && even === 0) return 'utf-16le'
  if (even > most && odd === 0) return 'utf-16be'
  return 'utf-8'
}

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
