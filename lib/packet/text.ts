/**
 * Makes foreign texts fit to be shown on one line. Carriers' texts are cleaned, because a receipt is taken whatever it
 * says. From what people enter, harmless characters are removed; other bad ones are refused and named in the error.
 */

/** Fast path: most texts consist of these characters alone, and need no further check. */
const plainAscii = /^[\x20-\x7E]*$/

const ignorable = String.raw`\p{Default_Ignorable_Code_Point}`

/** Characters that are invisible but change how their neighbors look: emoji sequences, variants, script joiners. */
const seenInContext = [
  String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]`,
  String.raw`(?<=[0-9#*])\uFE0F(?=\u20E3)`,
  String.raw`(?<=\u{1F3F4}[\u{E0030}-\u{E007A}]{0,6})[\u{E0030}-\u{E007A}](?=[\u{E0030}-\u{E007A}]{0,6}\u{E007F})`,
  String.raw`(?<=\u{1F3F4}[\u{E0030}-\u{E007A}]{3,6})\u{E007F}`,
  String.raw`(?<=\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=(?!${ignorable})\p{Script=Mongolian})[\u180B-\u180F]`,
  String.raw`(?<=(?!${ignorable}|[\p{Script=Inherited}\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hangul}])[\p{L}\p{Mn}\p{Mc}])[\u200C\u200D](?=(?!${ignorable})\p{L})`,
].join('|')

/** Besides Unicode's ignorable characters, the Braille blank and the interlinear annotation marks are invisible too. */
const hidden = String.raw`(?!${seenInContext})[${ignorable}\uFFF9-\uFFFB\u2800]`

const everyHidden = new RegExp(hidden, 'gu')
const hiddenOrOddSpace = new RegExp(String.raw`${hidden}|(?! )\s`, 'u')
const edges = new RegExp(String.raw`^(?:\s|${hidden})+|(?:\s|${hidden})+$`, 'gu')

/** Marks of the writing direction, which every program derives from the text itself. */
const directionMarks = /[\u061C\u200E\u200F]/g

/**
 * Control characters, which include the tab and the line ends, lone surrogates, private-use characters and
 * noncharacters: they can never be shown.
 */
const unshowable = /[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/u
const everyUnshowable = new RegExp(`(?!\\s)${unshowable.source}`, 'gu')

const esc = '\\u001B'
const terminalCommands = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${esc}]*(?:\\u0007|${esc}\\\\)?)`,
  'g',
)

/** No script needs more than four marks on one letter. */
const tooManyMarks = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu

/** No more than this is kept of any text, so only this much is cleaned. */
const mostRead = 8_000

/**
 * Cleans a text of a carrier, or of any other program, for use in a sentence, a page or a response: one line of
 * characters that can be shown, at most `most` of them. Null when nothing is left to show.
 */
export function plainText(text: string, most: number): string | null {
  const start = text.slice(0, mostRead)
  const shown = plainAscii.test(start) ? start : showable(start)
  const line = shown.replace(/\s+/g, ' ').trim()
  return line === '' ? null : cut(line, most)
}

function showable(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(terminalCommands, '')
    .replace(/\u0085/g, ' ')
    .replace(everyHidden, '')
    .replace(everyUnshowable, '')
    .normalize('NFC')
    .replace(tooManyMarks, '$1')
    .replace(/^[\s\p{M}]+/u, '')
}

/** A header in a form that is safe to repeat to its sender: visible ASCII and spaces, everything else as "?". */
export function visibleAscii(text: string, most: number): string {
  return text.replace(/[^ !-~]/g, '?').slice(0, most)
}

/** Cuts a text to at most `most` characters; a "…" at the end marks the cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const characters = [...text]
  if (characters.length <= most) return text
  return `${characters
    .slice(0, most - 1)
    .join('')
    .replace(/[\s\u200C\u200D]+$/, '')}…`
}

/** A longer text is refused for its length anyway, so it is not trimmed. */
const tooLongToTrim = 2_000

/**
 * What a person entered, without the invisible characters at its ends that copying adds. The result is normalized
 * (NFC), so that equal texts have the same code points.
 */
export function trimmed(text: string): string {
  if (text.length > tooLongToTrim) return text
  if (plainAscii.test(text)) return text.trim()
  return composed(text).replace(edges, '')
}

/** For names: normalized, but with the spaces at the ends, which may distinguish one name from another. */
export function composed(text: string): string {
  return text.replace(directionMarks, '').normalize('NFC')
}

/**
 * An address from a query string, where form encoding reads "+" as a space: no address begins with a space, so a
 * leading space was a plus.
 */
export function trimmedInQuery(text: string): string {
  const rest = trimmed(text)
  return text.startsWith(' ') && rest !== '' && !rest.startsWith('+') ? `+${rest}` : rest
}

/** Why a trimmed text cannot be shown faithfully on one line, with advice; null if it can. */
export function faultIn(text: string): string | null {
  if (plainAscii.test(text)) return null
  if (unshowable.test(text)) return 'Use printable characters only.'
  const found = hiddenOrOddSpace.exec(text)
  if (found === null) return null
  const [character] = found
  const where = `${nameOf(character)}, at position ${[...text.slice(0, found.index)].length + 1}`
  return /\s/.test(character)
    ? `It has an unusual space, ${where}. Use a plain space, or remove it.`
    : `It has an invisible character, ${where}. Remove it.`
}

/** "U+200B ZERO WIDTH SPACE", as the Unicode standard names it; the number alone for rare ones. */
function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const number = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  const name = names[number] ?? rangeName(point)
  return name === null ? number : `${number} ${name}`
}

function rangeName(point: number): string | null {
  if (point >= 0xfe00 && point <= 0xfe0f) return `VARIATION SELECTOR-${point - 0xfe00 + 1}`
  if (point >= 0xe0100 && point <= 0xe01ef) return `VARIATION SELECTOR-${point - 0xe0100 + 17}`
  if (point > 0xe0020 && point < 0xe007f) return `TAG "${String.fromCharCode(point - 0xe0000)}"`
  return null
}

const names: Readonly<Record<string, string>> = {
  'U+00A0': 'NO-BREAK SPACE',
  'U+00AD': 'SOFT HYPHEN',
  'U+034F': 'COMBINING GRAPHEME JOINER',
  'U+115F': 'HANGUL CHOSEONG FILLER',
  'U+1160': 'HANGUL JUNGSEONG FILLER',
  'U+1680': 'OGHAM SPACE MARK',
  'U+180E': 'MONGOLIAN VOWEL SEPARATOR',
  'U+2000': 'EN QUAD',
  'U+2001': 'EM QUAD',
  'U+2002': 'EN SPACE',
  'U+2003': 'EM SPACE',
  'U+2004': 'THREE-PER-EM SPACE',
  'U+2005': 'FOUR-PER-EM SPACE',
  'U+2006': 'SIX-PER-EM SPACE',
  'U+2007': 'FIGURE SPACE',
  'U+2008': 'PUNCTUATION SPACE',
  'U+2009': 'THIN SPACE',
  'U+200A': 'HAIR SPACE',
  'U+200B': 'ZERO WIDTH SPACE',
  'U+200C': 'ZERO WIDTH NON-JOINER',
  'U+200D': 'ZERO WIDTH JOINER',
  'U+2028': 'LINE SEPARATOR',
  'U+2029': 'PARAGRAPH SEPARATOR',
  'U+202A': 'LEFT-TO-RIGHT EMBEDDING',
  'U+202B': 'RIGHT-TO-LEFT EMBEDDING',
  'U+202C': 'POP DIRECTIONAL FORMATTING',
  'U+202D': 'LEFT-TO-RIGHT OVERRIDE',
  'U+202E': 'RIGHT-TO-LEFT OVERRIDE',
  'U+202F': 'NARROW NO-BREAK SPACE',
  'U+205F': 'MEDIUM MATHEMATICAL SPACE',
  'U+2060': 'WORD JOINER',
  'U+2066': 'LEFT-TO-RIGHT ISOLATE',
  'U+2067': 'RIGHT-TO-LEFT ISOLATE',
  'U+2068': 'FIRST STRONG ISOLATE',
  'U+2069': 'POP DIRECTIONAL ISOLATE',
  'U+2800': 'BRAILLE PATTERN BLANK',
  'U+3000': 'IDEOGRAPHIC SPACE',
  'U+3164': 'HANGUL FILLER',
  'U+E0001': 'LANGUAGE TAG',
  'U+E007F': 'CANCEL TAG',
  'U+FEFF': 'ZERO WIDTH NO-BREAK SPACE',
  'U+FFA0': 'HALFWIDTH HANGUL FILLER',
}
