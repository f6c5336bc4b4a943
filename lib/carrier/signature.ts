/**
 * Standard Webhooks signatures. Verified here, because the library does it without the platform's own cryptography
 * and leaves out checks of what the headers may hold.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { secretBytes, secretFingerprint } from './secrets'

export const toleranceSeconds = 300
export const maxIdLength = 256
/** Room for a handful of signatures while a sender rotates its secrets. */
export const maxSignatureLength = 1024

export interface SignatureHeaders {
  id: string | null
  timestamp: string | null
  signature: string | null
}

export type Verification =
  | { ok: true; webhookId: string; key: string }
  | { ok: false; why: 'MISSING' | 'STALE' | 'BAD_SIGNATURE' }

/** Headers that sign `body`. The id stays the same when the same message is sent again. */
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

/** Checks a message against every secret that is accepted; `key` is the fingerprint of the one that signed it. */
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
