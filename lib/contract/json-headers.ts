/** Checks that headers announce plain JSON in UTF-8, in any valid spelling. */
import { visibleAscii } from '@/lib/packet/text'

const longestShown = 80

/** Says what was sent and what is wanted instead; null when the headers announce JSON in UTF-8. */
export function jsonHeaderFault(contentType: string | null, contentEncoding: string | null): string | null {
  return typeFault(contentType) ?? encodingFault(contentEncoding)
}

function typeFault(header: string | null): string | null {
  const wanted = 'Send Content-Type: application/json, in UTF-8.'
  if (header === null || header.trim() === '') return `No Content-Type came. ${wanted}`
  const { essence, charset } = mediaTypeOf(header)
  if (essence !== 'application/json')
    return `Content-Type is "${visibleAscii(header, longestShown)}". ${wanted}`
  if (isUtf8(charset)) return null
  return `Content-Type names the charset "${visibleAscii(charset, longestShown)}". ${wanted}`
}

/** Ignores what does not affect the bytes: other parameters, quotes, a superfluous semicolon. */
function mediaTypeOf(header: string): { essence: string; charset: string } {
  const [essence = '', ...parameters] = header.split(';').map((part) => part.trim())
  const named = parameters.map((parameter) => /^charset\s*=\s*(.*)$/i.exec(parameter)?.[1])
  const [charset = '', ...others] = named.filter((name) => name !== undefined).map(unquoted)
  return { essence: essence.toLowerCase(), charset: others.every(isUtf8) ? charset : others.join(', ') }
}

function unquoted(value: string): string {
  return value.replace(/^["']?(.*?)["']?$/, '$1').trim()
}

/** Accepts every label that the Encoding Standard has for UTF-8, and ASCII, which is a subset. */
function isUtf8(charset: string): boolean {
  if (charset === '' || /^(us-)?ascii$/i.test(charset)) return true
  try {
    return new TextDecoder(charset).encoding === 'utf-8'
  } catch {
    return false
  }
}

function encodingFault(header: string | null): string | null {
  if (header === null || /^\s*(identity|utf-?8)?\s*$/i.test(header)) return null
  return `Content-Encoding is "${visibleAscii(header, longestShown)}". Send the body as it is, without Content-Encoding.`
}
