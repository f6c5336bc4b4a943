/** Times as senders write them. */
import 'server-only'
import type { TimeTold } from '@/lib/contract/packet'
import { isTimeZone, readTime, timeInWords, timeZoneFault } from '@/lib/schedule/read-time'
import { ApiError } from '@/lib/server/api-error'

export interface TimeAsked {
  text: string
  /** IANA; UTC unless told. */
  timeZone?: string | undefined
}

/** @throws ApiError INVALID_REQUEST that says what is wrong with it and what to write instead */
export function tellTime({ text, timeZone }: TimeAsked): TimeTold {
  const now = Date.now()
  const at = instantOf({ text, timeZone }, 'text')
  return { deliverAt: new Date(at).toISOString(), told: timeInWords(at, timeZone ?? 'UTC'), inMs: at - now }
}

/**
 * Milliseconds since the epoch.
 *
 * @param field that is at fault, if the time is
 * @throws ApiError INVALID_REQUEST
 */
export function instantOf({ text, timeZone = 'UTC' }: TimeAsked, field: string): number {
  if (!isTimeZone(timeZone)) throw submissionRefused({ path: 'timeZone', message: timeZoneFault(timeZone) })
  const read = readTime(text, { now: Date.now(), timeZone })
  if ('fault' in read) throw submissionRefused({ path: field, message: read.fault })
  return read.at
}

export function submissionRefused({ path, message }: { path: string; message: string }): ApiError {
  return new ApiError('INVALID_REQUEST', `${path}: ${message}`, { errors: [{ path, message }] })
}
