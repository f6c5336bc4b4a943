import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { Submission } from '@/lib/contract/submission'

/** SHA-256 of the submission, whatever the order its fields came in; hexadecimal. */
export function fingerprintOf(submission: Submission): string {
  const fields = Object.entries(submission).sort(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify(fields))
}

export function keyHashOf(idempotencyKey: string): string {
  return sha256(idempotencyKey)
}

/** The id of a packet that came with an idempotency key and without an id: the same after a restart. */
export function idFromKeyHash(keyHash: string): string {
  return `k${base32(Buffer.from(keyHash, 'hex').subarray(0, 15))}`
}

export function randomId(): string {
  return `p${base32(randomBytes(10))}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Without letters that are mistaken for digits, in the way of Crockford. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Takes a multiple of five bytes; gives eight characters for each five. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('')
}
