/** The first characters of a provider's answer, kept as evidence. */
import { cut, plainText } from '@/lib/packet/text'

const maxCharacters = 200
/** Text beyond this is not read at all. */
const mostRead = 1024

/**
 * Drops everything from the first private text on, since a provider may echo what it was sent, cut off anywhere. Also
 * drops long runs of characters that could be a token or a key.
 */
export function excerptOf(text: string, privateTexts: readonly string[]): string {
  return shown(privateTexts.reduce(withoutEcho, text))
}

/** A carrier's own words, with the token removed. */
export function withoutToken(text: string, token: string): string {
  return text.replaceAll(token, removed)
}

/** The body of a receipt as evidence, shortened. It is serialized anew, because escapes could hide the token. */
export function receiptExcerpt({ token, ...rest }: { token: string } & Record<string, unknown>): string {
  const text = withoutToken(JSON.stringify({ token: '', ...rest }), token)
  return shown(text.replace('"token":""', `"token":"${removed}"`))
}

/** Removes invisible characters first, because they could hide a token from the pattern. */
function shown(text: string): string {
  const clean = plainText(text, mostRead) ?? ''
  return cut(clean.replace(/[\w+/=.-]{40,}/g, removed), maxCharacters)
}

const removed = '[removed]'
const echoLength = 32

function withoutEcho(text: string, privateText: string): string {
  const start = privateText === '' ? -1 : text.indexOf(privateText.slice(0, echoLength))
  return start === -1 ? text : text.slice(0, start) + removed
}
