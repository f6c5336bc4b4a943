/** Times as senders write them. */
import 'server-only'
import type { TimeTold } from '@/lib/contract/packet'
import { readTime, timeInWords, timeZoneFault } from '@/lib/schedule/read-time'
import { fieldRefused } from '@/lib/server/api-error'

export interface TimeAsked {
  text: string
  /** IANA name; default UTC. */
  timeZone?: string | undefined
}

/** @throws ApiError INVALID_REQUEST that says what is wrong with the text and what to write instead */
export function tellTime({ text, timeZone }: TimeAsked): TimeTold {
  const now = Date.now()
  const at = instantOf({ text, timeZone }, 'text')
  return { deliverAt: new Date(at).toISOString(), told: timeInWords(at, timeZone ?? 'UTC'), inMs: at - now }
}

/**
 * Milliseconds since the epoch.
 *
 * @param field the field to blame if the time is not valid
 * @throws ApiError INVALID_REQUEST
 */
export function instantOf(asked: TimeAsked, field: string): number {
  const read = readInstant(asked, Date.now(), field)
  if ('path' in read) throw fieldRefused(read)
  return read.at
}

/** Like `instantOf`, but returns a fault instead of throwing it. */
export function readInstant<Field extends string>(
  { text, timeZone = 'UTC' }: TimeAsked,
  now: number,
  field: Field,
): { at: number } | { path: Field | 'timeZone'; message: string } {
  const zoneFault = timeZoneFault(timeZone)
  if (zoneFault !== null) return { path: 'timeZone', message: zoneFault }
  const read = readTime(text, { now, timeZone })
  return 'fault' in read ? { path: field, message: read.fault } : read
}
