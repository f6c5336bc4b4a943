/** Every call to Temporal goes through here: it has a limit, and an outage becomes one well-known error. */
import 'server-only'
import { ApiError } from '@/lib/server/api-error'
import { type Temporal, temporal } from './connection'
import { isAborted, isSetUpMissing, isUnreachable } from './errors'
import { noteAnswer, Silence } from './silence'

/** A server that answers others is only slow, and giving up would leave the outcome of a change unknown. */
const longestMs = 10_000

export interface CallOptions {
  /** Milliseconds in all. */
  limitMs?: number
  /** For calls that the server leaves unanswered until there is news. */
  mayBeSilent?: true
  /** For calls that change something: what to do while nobody knows whether they did. */
  ifUnknown?: string
}

/** @throws ApiError TEMPORAL_UNREACHABLE; NOT_READY when the set-up has not run; whatever else Temporal says */
export async function callTemporal<T>(
  call: (temporal: Temporal) => Promise<T>,
  { limitMs = longestMs, mayBeSilent, ifUnknown }: CallOptions = {},
): Promise<T> {
  const { connection } = temporal()
  const answer = connection.withDeadline(Date.now() + limitMs, () => call(temporal()))
  const silence = mayBeSilent ? null : new Silence()
  try {
    const value = await (silence ? Promise.race([answer, silence.broken]) : answer)
    noteAnswer()
    return value
  } catch (error) {
    throw translated(error, ifUnknown)
  } finally {
    silence?.stop()
  }
}

function translated(error: unknown, ifUnknown: string | undefined): unknown {
  if (isUnreachable(error)) return unreachable(error, ifUnknown)
  if (!isAborted(error)) noteAnswer()
  return isSetUpMissing(error) ? setUpMissing(error) : error
}

function setUpMissing(cause: unknown): ApiError {
  const detail = `Temporal's namespace "${temporal().namespace}" is not set up. Run the set-up, or name another one.`
  return new ApiError('NOT_READY', detail, { cause, headers: { 'Retry-After': '30' } })
}

function unreachable(cause: unknown, ifUnknown: string | undefined): ApiError {
  const detail =
    ifUnknown === undefined
      ? 'Temporal gave no answer. Nothing was changed; try again in a moment.'
      : `Temporal gave no answer, so nobody knows whether this was done. ${ifUnknown}`
  return new ApiError('TEMPORAL_UNREACHABLE', detail, { cause, headers: { 'Retry-After': '2' } })
}
