/** How words are delimited: word ends, and punctuation around words. */

/** Punctuation that may follow a word without being part of it. */
export const closing = String.raw`[.!?)\]}>"']`

/** The end of a word. */
export const wordEnd = String.raw`(?=${closing}*(?:$|[\s,;]))`

const quoted =
  /(?<=^|[\s:=,;(])["'‘‚“„”«»‹›] ?([^"“„”«»‹›]*?[^\s"“„”«»‹›]) ?["'‘’“”«»‹›](?=[.!?)]*(?:$|[\s,;]))/g

/** Normalizes spaces and quotation marks, and full-width forms of ASCII. */
export function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => wide.normalize('NFKC'))
    .replace(/\s/g, ' ')
    .replace(quoted, '"$1"')
}

/** The length of a word with the punctuation behind it, or of a quoted text. */
export function wordLength(text: string): number {
  return /^(?:"[^"]*"|\S+?(?=[,;]*(?:\s|$)))/.exec(text)?.[0].length ?? text.length
}

/** A word without the quotation marks or brackets around it and the punctuation behind it. */
export function bare(word: string): string {
  const [, quoted, enclosed] = /^(?:"([^"]+)"|[([{<]([^()[\]{}<>]+)[)\]}>])[.,;!?]*$/.exec(word) ?? []
  const inner = quoted ?? enclosed
  if (inner !== undefined) return inner
  // A bracket that is opened in the word is part of it. More than one dot is an ellipsis, which is kept.
  const tail = /[([{<]/.test(word) ? /(?:[,;!?]|(?<!\.)\.)+$/ : /(?:[,;!?)\]}>"']|(?<!\.)\.)+$/
  return word.replace(tail, '') || word
}

/** Removes a trailing ellipsis or asterisk, which marks a text as cut short. */
export function shortened(word: string): string {
  return word.replace(/(?:\u2026|\.{3}|\*)$/, '')
}
