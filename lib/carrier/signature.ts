/** Standard Webhooks signatures, with the checks that the library leaves to its caller. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { secretFingerprint } from './secrets'

const toleranceSeconds = 300
const maxIdLength = 256
/** Room for a handful of signatures while a sender rotates its secrets. */
const maxSignatureLength = 1024

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
  body: string
  secrets: readonly string[]
}): Verification {
  const { id, timestamp, signature } = message.headers
  if (!isPresent(id, maxIdLength) || !isPresent(signature, maxSignatureLength)) return refused('MISSING')
  if (!isPresent(timestamp, 12) || !/^\d+$/.test(timestamp)) return refused('MISSING')
  const age = Math.abs(Date.now() / 1000 - Number(timestamp))
  if (age > toleranceSeconds) return refused('STALE')
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  const signer = message.secrets.find((secret) => isSignedBy(secret, message.body, headers))
  if (signer === undefined) return refused('BAD_SIGNATURE')
  return { ok: true, webhookId: id, key: secretFingerprint(signer) }
}

function isSignedBy(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false })
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

function isPresent(value: string | null, maxLength: number): value is string {
  return value !== null && value !== '' && value.length <= maxLength
}

function refused(why: 'MISSING' | 'STALE' | 'BAD_SIGNATURE'): Verification {
  return { ok: false, why }
}
