/** The first characters of a provider's answer, kept as evidence. */
import { cut, plainText } from '@/lib/packet/text'

const maxCharacters = 200
/** Of a longer text the rest is not looked at. */
const mostRead = 1024

/**
 * From the first private text on (a provider may echo what it was sent, cut anywhere) nothing is kept, nor is any long
 * run that could be a token or a key.
 */
export function excerptOf(text: string, privateTexts: readonly string[]): string {
  return shown(privateTexts.reduce(withoutEcho, text))
}

/** What a carrier says of itself, should it have put the token in there. */
export function withoutToken(text: string, token: string): string {
  return text.replaceAll(token, removed)
}

/** A receipt's body as evidence: spelled anew, since escapes could hide the token, and cut. */
export function receiptExcerpt({ token, ...rest }: { token: string } & Record<string, unknown>): string {
  const text = withoutToken(JSON.stringify({ token: '', ...rest }), token)
  return shown(text.replace('"token":""', `"token":"${removed}"`))
}

/** Cleaned before what could be a token is looked for, since what is invisible could hide it. */
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
