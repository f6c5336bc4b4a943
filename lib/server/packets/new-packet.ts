/** From a submission to the packet that is stored. */
import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { Submission } from '@/lib/contract/submission'
import { workflowIdOf } from '@/lib/contract/workflows'
import { defaultMaxAttempts, expiryRange } from '@/lib/packet/bounds'
import type { NewPacket } from '@/lib/store/packets'

/** @param idempotencyKey null where it came without */
export function newPacketOf(submission: Submission, idempotencyKey: string | null): NewPacket {
  const { source, destination, text, contents, maxAttempts, receiptTimeoutMs, expiresAt } = submission
  const id = submission.id ?? newId('p')
  return {
    id,
    source,
    destination,
    contents: text === undefined ? Buffer.from(contents ?? '', 'base64') : Buffer.from(text, 'utf8'),
    contentType: text === undefined ? 'application/octet-stream' : 'text/plain; charset=utf-8',
    maxAttempts: maxAttempts ?? defaultMaxAttempts,
    receiptTimeoutMs: receiptTimeoutMs ?? null,
    expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
    deliverAt: null,
    batch: null,
    keyHash: idempotencyKey === null ? null : sha256(idempotencyKey),
    fingerprint: fingerprintOf(submission),
    createdAt: Date.now(),
    owner: workflowIdOf(id),
  }
}

/** Why a packet cannot expire then; null when it can, or never does. Milliseconds since the epoch. */
export function faultOfExpiry(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null) return null
  const ahead = expiresAt - now
  if (ahead < expiryRange.min) return 'Choose a time in the future.'
  return ahead > expiryRange.max ? 'Choose a time within the next 30 days.' : null
}

/** SHA-256 of the submission, whatever the order its fields came in; hexadecimal. */
function fingerprintOf(submission: Submission): string {
  const fields = Object.entries(submission).sort(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify(fields))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** One that nobody has: the letter, and sixteen characters. */
export function newId(letter: 'p' | 'b'): string {
  return `${letter}${base32(randomBytes(10))}`
}

/** Without letters that are mistaken for digits, in the way of Crockford. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Takes a multiple of five bytes; gives eight characters for each five. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('')
}
