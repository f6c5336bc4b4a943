/** Makes the packet that is stored from a submission. */
import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { Submission } from '@/lib/contract/submission'
import { workflowIdOf } from '@/lib/contract/workflows'
import { expiryRange } from '@/lib/packet/bounds'
import { timeZoneFault } from '@/lib/schedule/read-time'
import { settings } from '@/lib/server/env'
import { notifyFault } from '@/lib/server/notify-address'
import { type NewPacket, newPacket } from '@/lib/store/packets'
import { currentTrace } from '@/lib/tracing/tracing'
import { readInstant } from './times'

/** A fault of a submission that its schema does not catch, and the field. */
export interface SubmissionFault {
  path: 'deliverAt' | 'timeZone' | 'expiresAt' | 'notifyUrl'
  message: string
}

export interface ReadSubmission {
  packet: NewPacket
  /**
   * Why the submission cannot be accepted as new. A repetition of an earlier submission may have one and still get
   * its packet.
   */
  fault: SubmissionFault | null
}

/** The packet that is being sent again. */
export interface Repeating {
  /** The id of that packet. */
  repeats: string
  /** Fingerprint of the request, which contains only the fields that differ from the old packet. */
  fingerprint: string
  /** Content type of the old contents; null where the new packet has other contents. */
  contentType: string | null
}

/** @param idempotencyKey null where the request had none @param repeating null for a packet that repeats no other */
export function readSubmission(
  submission: Submission,
  idempotencyKey: string | null,
  repeating: Repeating | null = null,
): ReadSubmission {
  const id = submission.id ?? newId('p')
  const createdAt = Date.now()
  const times = readTimes(submission, createdAt)
  const { deliverAt, expiresAt } = times
  const packet = newPacket(
    { ...submission, contentType: repeating?.contentType },
    {
      id,
      expiresAt,
      deliverAt,
      quietUntil: settings().quietUntil(submission.destination, deliverAt ?? createdAt),
      repeats: repeating?.repeats ?? null,
      keyHash: keyHashOf(idempotencyKey),
      fingerprint: repeating?.fingerprint ?? fingerprintOf(submission),
      createdAt,
      trace: currentTrace(),
      owner: workflowIdOf(id),
    },
  )
  const message = notifyFault(submission.notifyUrl)
  return { packet, fault: message === null ? times.fault : { path: 'notifyUrl', message } }
}

/** Milliseconds since the epoch. */
interface Times {
  deliverAt: number | null
  expiresAt: number | null
  fault: SubmissionFault | null
}

function readTimes(submission: Submission, now: number): Times {
  const expiresAt = submission.expiresAt === undefined ? null : Date.parse(submission.expiresAt)
  const read = readDeliverAt(submission, now)
  if ('path' in read) return { deliverAt: null, expiresAt, fault: read }
  const { deliverAt } = read
  const message = faultOfExpiry(expiresAt, deliverAt, now)
  return { deliverAt, expiresAt, fault: message === null ? null : { path: 'expiresAt', message } }
}

/** The time zone is checked even where no time is given. */
function readDeliverAt(
  { deliverAt: text, timeZone }: Submission,
  now: number,
): { deliverAt: number | null } | SubmissionFault {
  if (text === undefined) {
    const message = timeZoneFault(timeZone ?? 'UTC')
    return message === null ? { deliverAt: null } : { path: 'timeZone', message }
  }
  const read = readInstant({ text, timeZone }, now, 'deliverAt')
  return 'path' in read ? read : { deliverAt: read.at }
}

function faultOfExpiry(expiresAt: number | null, deliverAt: number | null, now: number): string | null {
  if (expiresAt === null) return null
  if (deliverAt !== null && expiresAt <= deliverAt)
    return 'It would expire before it is due. Choose a later time.'
  if (expiresAt - now < expiryRange.min) return 'Choose a time in the future.'
  if (expiresAt - (deliverAt ?? now) <= expiryRange.max) return null
  return deliverAt === null
    ? 'Choose a time within the next 30 days.'
    : 'Choose a time within 30 days after it is due.'
}

/** SHA-256 of the key, hexadecimal; null where there is no key. */
export function keyHashOf(idempotencyKey: string | null): string | null {
  return idempotencyKey === null ? null : sha256(idempotencyKey)
}

/** SHA-256 of the request, independent of the order of its fields; hexadecimal. */
export function fingerprintOf(asked: object): string {
  const fields = Object.entries(asked).sort(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify(fields))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A new id: the letter and sixteen random characters. */
export function newId(letter: 'p' | 'b' | 'r' | 'v' | 'a'): string {
  return `${letter}${base32(randomBytes(10))}`
}

/** Crockford's alphabet, without letters that look like digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Takes a multiple of five bytes; gives eight characters for each five. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('')
}
