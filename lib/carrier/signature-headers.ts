/** What is wrong with the headers of a signature: what came, and what is wanted, for who has to mend the sender. */
import { formatDuration } from '@/lib/packet/duration'
import { visibleAscii } from '@/lib/packet/text'
import { maxIdLength, maxSignatureLength, type SignatureHeaders, toleranceSeconds } from './signature'

/** Characters of a header that are repeated. */
const longestShown = 40

export interface HeaderFault {
  why: 'UNSIGNED' | 'BAD_HEADERS' | 'STALE'
  detail: string
}

/** Names every header that is missing or cannot be read, what came, and what is wanted. */
export function headerFault({ id, timestamp, signature }: SignatureHeaders): HeaderFault | null {
  const missing = Object.entries({ id, timestamp, signature }).flatMap(([name, value]) =>
    value === null || value === '' ? [`webhook-${name}`] : [],
  )
  const malformed = [idFault(id ?? ''), timestampFault(timestamp ?? ''), signatureFault(signature ?? '')]
  const told = [
    ...(missing.length > 0 ? [`${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`] : []),
    ...malformed.filter((fault) => fault !== null),
  ]
  if (told.length === 0) return staleFault(Number(timestamp))
  return { why: missing.length > 0 ? 'UNSIGNED' : 'BAD_HEADERS', detail: told.join(' ') }
}

function idFault(id: string): string | null {
  return id.length <= maxIdLength
    ? null
    : `webhook-id has ${id.length} characters; at most ${maxIdLength} are taken.`
}

function timestampFault(timestamp: string): string | null {
  if (timestamp === '' || /^\d{1,12}$/.test(timestamp)) return null
  const now = Math.floor(Date.now() / 1000)
  const wanted = `expected are whole seconds since 1970, such as ${now}.`
  return `webhook-timestamp is "${visibleAscii(timestamp, longestShown)}"${looksLike(timestamp)}; ${wanted}`
}

function looksLike(timestamp: string): string {
  if (/^\d{13}$/.test(timestamp)) return ', which looks like milliseconds'
  if (/^\d+$/.test(timestamp)) return ', which is a smaller unit than seconds'
  if (/^\d+[.,]\d+$/.test(timestamp)) return ', which has a fraction'
  return Number.isNaN(Date.parse(timestamp)) ? '' : ', which looks like a date'
}

const hmacBytes = 32

function signatureFault(signature: string): string | null {
  if (signature === '') return null
  const wanted = 'expected is v1,<base64 of the HMAC-SHA256>.'
  if (signature.length > maxSignatureLength)
    return `webhook-signature has ${signature.length} characters; at most ${maxSignatureLength} are taken.`
  const [encoded, ...others] = signature
    .split(' ')
    .flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []))
  if (encoded === undefined) return `webhook-signature has no part that begins with v1, (a comma); ${wanted}`
  if (others.length > 0) return null
  if (/^[0-9a-f]{64}$/i.test(encoded)) return `webhook-signature is hexadecimal; ${wanted}`
  const { length } = Buffer.from(encoded, 'base64')
  return length === hmacBytes
    ? null
    : `webhook-signature stands for ${length} bytes, not ${hmacBytes}; ${wanted}`
}

function staleFault(timestamp: number): HeaderFault | null {
  const seconds = timestamp - Date.now() / 1000
  if (Math.abs(seconds) <= toleranceSeconds) return null
  const off = `${formatDuration(Math.abs(seconds) * 1000)} ${seconds < 0 ? 'behind' : 'ahead of'} our clock`
  return { why: 'STALE', detail: `webhook-timestamp is ${off}, more than 5 minutes. Sign anew for each try.` }
}
