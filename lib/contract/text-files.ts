/**
 * Reads files that people write. Decodes their text, since some editors save UTF-16 or add a byte order mark, and finds
 * the name that was meant by a misspelt one.
 */
import { distance } from 'fastest-levenshtein'

/** Its message says what is wrong with the bytes, as the end of a sentence. */
export class UnreadableText extends Error {
  override readonly name = 'UnreadableText'
}

/** Enough bytes to detect the encoding: these files are mostly ASCII. */
const LOOKED_AT_BYTES = 1024

/** @throws UnreadableText with the line at fault */
export function decodeText(bytes: Uint8Array): string {
  const text = decoded(bytes)
  const nul = text.indexOf('\0')
  if (nul >= 0) throw new UnreadableText(`line ${lineAt(text, nul)} holds a NUL character, so it is no text`)
  return text
}

/** Lines count from 1, and may end with CRLF, LF or CR. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length
}

function decoded(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    // `TextDecoder` removes a byte order mark.
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
  // Without a byte order mark: ASCII in UTF-16 has a zero in every other byte, ASCII in UTF-8 has none.
  const zeros = [0, 0]
  const looked = bytes.subarray(0, LOOKED_AT_BYTES)
  for (const [index, byte] of looked.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const most = looked.length / 4
  if (odd > most && even === 0) return 'utf-16le'
  if (even > most && odd === 0) return 'utf-16be'
  return 'utf-8'
}

/** The share of a name's letters that may be wrong. */
const MISSPELT_SHARE = 0.3

/** The name that was probably meant; null when none is near. Case and the characters between words are ignored. */
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
