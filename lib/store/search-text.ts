/**
 * Texts as they are searched: letters whose difference is only one of case, or of how they are put together, are the
 * same, and every character is one that `pg_trgm` has an index for.
 */
import { digitsOf } from '@/lib/packet/address'

/** Shorter texts have no part that could be looked up; those are taken for a beginning. */
const shortestPart = 3

/** Each text begins with a line break, so that its beginning can be searched for. */
function searchText(texts: readonly string[]): string {
  return texts.map((text) => `\n${indexed(folded(text))}`).join('')
}

/** What a packet is found by; a number also by its digits alone. */
export function packetText(id: string, source: string, destination: string): string {
  const numbers = [source, destination].flatMap((address) => {
    const digits = digitsOf(address)
    return digits === null || address.includes(digits) ? [] : [digits]
  })
  return searchText([id, source, destination, ...numbers])
}

/** What a packet is found by besides, once a provider has named it. */
export function referenceText(reference: string): string {
  return searchText([reference])
}

/** For `like` against a `searchText`: any of them. A number, or the beginning of one, may be in any common writing. */
export function searchPatterns(text: string): string[] {
  const digits = digitsOf(text)
  return digits === null || digits === text ? [patternOf(text)] : [patternOf(text), patternOf(digits)]
}

function patternOf(text: string): string {
  const part = folded(text)
  const escaped = indexed(part).replace(/[\\%_]/g, '\\$&')
  return [...part].length < shortestPart ? `%\n${escaped}%` : `%${escaped}%`
}

/**
 * By capitals and back, since some letters are alike only there: "ß" is "SS", "ς" is "Σ". The dotted and the dotless
 * "i" of Turkish become the same letter, which the language that a text is in would have to tell apart.
 */
function folded(text: string): string {
  const small = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return small.replaceAll('i\u0307', 'i').replaceAll('ς', 'σ').normalize('NFKC')
}

/**
 * In a database whose locale is C, letters and digits are those of ASCII: everything else would be missing in the index.
 * So it is written in capitals, which a folded text has none of: "Z" and its number, in sixteen letters from "A" on.
 */
function indexed(text: string): string {
  return text.replace(/[^\0-\x7F]/g, (unit) => {
    const digits = unit.charCodeAt(0).toString(16).padStart(4, '0')
    return `Z${digits.replace(/./g, (digit) => String.fromCharCode(65 + Number.parseInt(digit, 16)))}`
  })
}
