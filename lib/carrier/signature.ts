/**
 * Standard Webhooks: signing secrets, signatures and faults in the headers. Verification is done here, because the
 * library does not use the platform's cryptography and does not check what the headers may hold.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { formatDuration } from '@/lib/packet/duration'
import { visibleAscii } from '@/lib/packet/text'

// A secret is `whsec_` and base64 of 24 to 64 random bytes.
const prefix = 'whsec_'
const minBytes = 24
const maxBytes = 64

export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/**
 * Parses one or two secrets, newest first, separated by a comma; there are two during a rotation. The variable's name
 * is used only for the message, which never repeats the value.
 */
export function parseSecrets(variable: string, value: string | undefined): string[] {
  if (value === undefined || value.trim() === '') {
    throw new SecretError(`${variable} is not set. Give it a secret such as ${prefix}<base64 of 32 bytes>.`)
  }
  const secrets = value.split(',').map((each) => each.trim())
  if (secrets.length > 2) throw new SecretError(`${variable} holds more than two secrets.`)
  for (const secret of secrets) assertSecret(variable, secret)
  return secrets
}

/** The same for a variable of the environment. */
export const signingSecretsText = z
  .string()
  .max(1024)
  .transform((text, context) => {
    try {
      return parseSecrets('it', text)
    } catch (error) {
      if (!(error instanceof SecretError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

function assertSecret(variable: string, secret: string): void {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : ''
  const bytes = Buffer.from(encoded, 'base64')
  const faithful = bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  if (!faithful || bytes.length < minBytes || bytes.length > maxBytes) {
    throw new SecretError(
      `${variable} holds a secret that is not ${prefix} followed by base64 of ${minBytes} to ${maxBytes} bytes.`,
    )
  }
}

/** The key bytes of a secret that `parseSecrets` has accepted. */
function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.slice(prefix.length), 'base64')
}

/** Tells secrets apart without revealing them: the first 8 hexadecimal digits of their SHA-256. */
export function secretFingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8)
}

const toleranceSeconds = 300
const maxIdLength = 256
/** Enough for a few signatures, as a sender rotates its secrets. */
const maxSignatureLength = 1024

interface SignatureHeaders {
  id: string | null
  timestamp: string | null
  signature: string | null
}

type Verification =
  | { ok: true; webhookId: string; key: string }
  | { ok: false; why: 'MISSING' | 'STALE' | 'BAD_SIGNATURE' }

/** The headers that sign `body`. The id stays the same when the same message is sent again. */
export function signMessage(message: {
  id: string
  at: Date
  body: string
  secret: string
}): Record<string, string> {
  const { id, at, body, secret } = message
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
}

/** Verifies a message with each accepted secret. `key` is the fingerprint of the secret that signed it. */
export function verifyMessage(message: {
  headers: SignatureHeaders
  body: string | Uint8Array
  secrets: readonly string[]
}): Verification {
  const { id, timestamp, signature } = message.headers
  if (!isPresent(id, maxIdLength) || !isPresent(signature, maxSignatureLength)) return refused('MISSING')
  if (!isPresent(timestamp, 12) || !/^\d+$/.test(timestamp)) return refused('MISSING')
  const age = Math.abs(Date.now() / 1000 - Number(timestamp))
  if (age > toleranceSeconds) return refused('STALE')
  const claimed = signaturesIn(signature)
  const signer = message.secrets.find((secret) => {
    const hmac = createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.`)
    const expected = hmac.update(message.body).digest()
    return claimed.some((each) => each.length === expected.length && timingSafeEqual(each, expected))
  })
  if (signer === undefined) return refused('BAD_SIGNATURE')
  return { ok: true, webhookId: id, key: secretFingerprint(signer) }
}

/** A sender that rotates its secrets signs with both: `v1,<base64> v1,<base64>`. */
function signaturesIn(header: string): Buffer[] {
  return header.split(' ').flatMap((each) => {
    const [version, encoded] = each.split(',')
    return version === 'v1' && encoded !== undefined ? [Buffer.from(encoded, 'base64')] : []
  })
}

function isPresent(value: string | null, maxLength: number): value is string {
  return value !== null && value !== '' && value.length <= maxLength
}

function refused(why: 'MISSING' | 'STALE' | 'BAD_SIGNATURE'): Verification {
  return { ok: false, why }
}

/** The most characters of a header that a message repeats. */
const longestShown = 40

export interface HeaderFault {
  why: 'UNSIGNED' | 'BAD_HEADERS' | 'STALE'
  detail: string
}

/** Names every header that is missing or malformed, with its value and the expected format. */
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
  return {
    why: 'STALE',
    detail: `webhook-timestamp is ${off}, more than 5 minutes. Sign each try with the current time.`,
  }
}
