/**
 * Every call to Temporal goes through here: it has a time limit, and an outage becomes the error
 * TEMPORAL_UNREACHABLE.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '@/lib/server/api-error'
import { type Temporal, temporal } from './connection'
import {
  isAborted,
  isBusy,
  isDiskFull,
  isForbidden,
  isSetUpMissing,
  isUnreachable,
  noteAnswer,
  Silence,
} from './errors'

/**
 * Long, because a server that still answers other calls is only slow, and giving up would leave the outcome of a
 * change unknown.
 */
const longestMs = 10_000

/**
 * How long a call is retried that Temporal was too busy for. A workflow that is just closing reports this for some
 * moments.
 */
const busyMs = 2_500
const longestPauseMs = 400

interface CallOptions {
  /** Milliseconds for all tries together. */
  limitMs?: number
  /** For calls that change something: what to do if it is unknown whether the change happened. */
  ifUnknown?: string
}

/**
 * @throws ApiError TEMPORAL_UNREACHABLE; TEMPORAL_BUSY; NOT_READY if the namespace is missing, Temporal's disk is
 * full or it rejects our credentials; any other error of Temporal
 */
export async function callTemporal<T>(
  call: (temporal: Temporal) => Promise<T>,
  { limitMs = longestMs, ifUnknown }: CallOptions = {},
): Promise<T> {
  const until = Date.now() + limitMs
  const busyUntil = performance.now() + Math.min(limitMs, busyMs)
  for (let tries = 1; ; tries++) {
    try {
      return await callOnce(call, until)
    } catch (error) {
      const pauseMs = Math.min(longestPauseMs, 25 * 2 ** tries) * (0.75 + Math.random() / 2)
      if (!isBusy(error) || performance.now() + pauseMs > busyUntil) throw translated(error, ifUnknown)
      await pause(pauseMs)
    }
  }
}

async function callOnce<T>(call: (temporal: Temporal) => Promise<T>, until: number): Promise<T> {
  const answer = temporal().connection.withDeadline(until, () => call(temporal()))
  const silence = new Silence()
  try {
    const value = await Promise.race([answer, silence.broken])
    noteAnswer()
    return value
  } catch (error) {
    if (!isUnreachable(error) && !isAborted(error)) noteAnswer()
    throw error
  } finally {
    silence.stop()
  }
}

function translated(error: unknown, ifUnknown: string | undefined): unknown {
  if (isDiskFull(error)) return diskFull(error)
  if (isForbidden(error)) return forbidden(error)
  if (isUnreachable(error)) return unreachable(error, ifUnknown)
  if (isBusy(error)) return busy(error, ifUnknown)
  return isSetUpMissing(error) ? setUpMissing(error) : error
}

function busy(cause: unknown, ifUnknown = 'Try again in a moment.'): ApiError {
  const detail = `Temporal is overloaded and did not accept this. ${ifUnknown}`
  return new ApiError('TEMPORAL_BUSY', detail, { cause, headers: { 'Retry-After': '2' } })
}

function diskFull(cause: unknown): ApiError {
  const detail =
    'Temporal cannot store anything because its disk is full. Free some space there, and try again.'
  return new ApiError('NOT_READY', detail, { cause, headers: { 'Retry-After': '30' } })
}

function forbidden(cause: unknown): ApiError {
  const detail = `Temporal does not let this process use namespace "${temporal().namespace}"; check TEMPORAL_API_KEY, TEMPORAL_NAMESPACE and the client certificate.`
  return new ApiError('NOT_READY', detail, { cause, headers: { 'Retry-After': '30' } })
}

function setUpMissing(cause: unknown): ApiError {
  const detail = `Temporal's namespace "${temporal().namespace}" is not set up. Run the set-up, or name another one.`
  return new ApiError('NOT_READY', detail, { cause, headers: { 'Retry-After': '30' } })
}

/** @param ifUnknown what to do if the change may have happened nevertheless */
export function unreachable(cause?: unknown, ifUnknown?: string): ApiError {
  const detail =
    ifUnknown === undefined
      ? 'Temporal gave no answer. Nothing was changed; try again in a moment.'
      : `Temporal gave no answer, so it is unknown whether this was done. ${ifUnknown}`
  return new ApiError('TEMPORAL_UNREACHABLE', detail, { cause, headers: { 'Retry-After': '2' } })
}
