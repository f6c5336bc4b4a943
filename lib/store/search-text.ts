/**
 * Normalizes texts for search: letters that differ only by case or Unicode composition become the same, and every
 * character becomes one that `pg_trgm` indexes.
 */
import { digitsOf } from '@/lib/packet/address'

/** Shorter texts contain no trigram, so they are searched only as a beginning. */
const shortestPart = 3

/** Each text begins with a line break, so that beginnings can be searched for. */
function searchText(texts: readonly string[]): string {
  return texts.map((text) => `\n${indexed(folded(text))}`).join('')
}

/** The searchable text of a packet. A number is also included as its digits alone. */
export function packetText(id: string, source: string, destination: string): string {
  const numbers = [source, destination].flatMap((address) => {
    const digits = digitsOf(address)
    return digits === null || address.includes(digits) ? [] : [digits]
  })
  return searchText([id, source, destination, ...numbers])
}

/** The additional searchable text once a provider has given a reference. */
export function referenceText(reference: string): string {
  return searchText([reference])
}

/**
 * Patterns for `like` against a `searchText`, any of which may match. A number, or its beginning, may be in any common
 * notation.
 */
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
 * Folds case through capitals, because some letters are the same only there: "ß" becomes "SS", "ς" becomes "Σ". The
 * dotted and dotless "i" of Turkish become the same letter, because the language of the text is not known.
 */
function folded(text: string): string {
  const small = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return small.replaceAll('i\u0307', 'i').replaceAll('ς', 'σ').normalize('NFKC')
}

/**
 * In a database with locale C only ASCII letters and digits are indexed. Other characters are encoded as "Z" and four
 * letters from "A" to "P" for their UTF-16 code. A folded text has no capitals, so these are unambiguous.
 */
function indexed(text: string): string {
  return text.replace(/[^\0-\x7F]/g, (unit) => {
    const digits = unit.charCodeAt(0).toString(16).padStart(4, '0')
    return `Z${digits.replace(/./g, (digit) => String.fromCharCode(65 + Number.parseInt(digit, 16)))}`
  })
}
