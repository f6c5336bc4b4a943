/** How words are written: what ends them, and what stands around them. */

/** What may stand behind a word, and is no part of it. */
export const closing = String.raw`[.!?)\]}>"']`

/** What ends a word. */
export const wordEnd = String.raw`(?=${closing}*(?:$|[\s,;]))`

const quoted =
  /(?<=^|[\s:=,;(])["'‘‚“„”«»‹›] ?([^"“„”«»‹›]*?[^\s"“„”«»‹›]) ?["'‘’“”«»‹›](?=[.!?)]*(?:$|[\s,;]))/g

/** With plain spaces, quotation marks of one kind, and the letters and digits of ASCII at their usual width. */
export function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => wide.normalize('NFKC'))
    .replace(/\s/g, ' ')
    .replace(quoted, '"$1"')
}

/** A word with what stands behind it, or what stands between quotation marks. */
export function wordLength(text: string): number {
  return /^(?:"[^"]*"|\S+?(?=[,;]*(?:\s|$)))/.exec(text)?.[0].length ?? text.length
}

/** Without quotation marks or brackets around it, and without what stands behind it. */
export function bare(word: string): string {
  const [, quoted, enclosed] = /^(?:"([^"]+)"|[([{<]([^()[\]{}<>]+)[)\]}>])[.,;!?]*$/.exec(word) ?? []
  const inner = quoted ?? enclosed
  if (inner !== undefined) return inner
  // A bracket that was opened in it is part of it; more than one dot stands for what was left out.
  const tail = /[([{<]/.test(word) ? /(?:[,;!?]|(?<!\.)\.)+$/ : /(?:[,;!?)\]}>"']|(?<!\.)\.)+$/
  return word.replace(tail, '') || word
}

/** Without the dots that stand for what was left out of a text behind it. */
export function shortened(word: string): string {
  return word.replace(/(?:\u2026|\.{3}|\*)$/, '')
}
