/** Hands a message to the API, as any client does: what is accepted, refused or repeated is decided there alone. */
import { createHash } from 'node:crypto'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import { z } from 'zod'
import { ClientError, errorOf } from '@/lib/client/client-error'
import { packetId } from '@/lib/contract/fields'
import { apiPath, buildHeader } from '@/lib/contract/paths'
import type { ProblemCode } from '@/lib/contract/problem'
import { idempotencyKey, maxSubmissionBytes } from '@/lib/contract/submission'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'

/** A message and where it lies. */
export interface Placed {
  topic: string
  partition: number
  message: KafkaMessage
}

export type Outcome =
  | { is: 'accepted' | 'repeated' }
  /** Whenever it is submitted, the answer is the same. */
  | { is: 'refused'; code: ProblemCode; words: string }
  /** It may be accepted later. */
  | { is: 'put off'; why: string }

const limitMs = 15_000

/** Once, within 15 s. */
export async function submitMessage(apiUrl: string, placed: Placed): Promise<Outcome> {
  const { value } = placed.message
  if (value === null)
    return refused('INVALID_REQUEST', 'The message has no value. Send a submission as JSON.')
  if (value.length > maxSubmissionBytes)
    return refused('TOO_LARGE', `The value may have at most ${maxSubmissionBytes} bytes.`)
  if (!isJson(value)) return refused('INVALID_REQUEST', 'The value is not JSON in UTF-8.')
  const key = idempotencyKeyOf(placed)
  if (key === null)
    return refused(
      'INVALID_REQUEST',
      'The header idempotency-key must be 1 to 255 printable ASCII characters without spaces.',
    )
  try {
    return await withinLimit(limitMs, undefined, (signal) => post(apiUrl, value, key, signal))
  } catch (error) {
    if (error instanceof ClientError) return outcomeOf(error, apiUrl)
    throw error
  }
}

const acceptance = z.object({ id: packetId })

/** @throws ClientError */
async function post(apiUrl: string, value: Buffer, key: string, signal: AbortSignal): Promise<Outcome> {
  const { response, body } = await send(apiUrl, value, key, signal)
  if (!response.ok) throw await errorOf(response)
  // Whatever else listens there must not take messages for us.
  if (response.headers.has(buildHeader) && acceptance.safeParse(body).success)
    return { is: response.status === 202 ? 'accepted' : 'repeated' }
  throw new ClientError('UNREADABLE', 'What answers there is not Waybill.', response.status)
}

async function send(apiUrl: string, value: Buffer, key: string, signal: AbortSignal) {
  try {
    const response = await fetch(`${apiUrl}${apiPath('/api/packets')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: new Uint8Array(value),
      redirect: 'manual',
      signal,
    })
    const body: unknown = response.ok ? await response.json() : null
    return { response, body }
  } catch (cause) {
    throw new ClientError('UNANSWERED', whyUnanswered(cause, signal), null, [], { cause })
  }
}

function whyUnanswered(cause: unknown, signal: AbortSignal): string {
  if (isOverLimit(signal)) return `No answer within ${limitMs / 1000} s.`
  return cause instanceof SyntaxError ? 'The answer was not complete.' : 'It cannot be reached.'
}

function refused(code: ProblemCode, words: string): Outcome {
  return { is: 'refused', code, words }
}

/** Of the request's contents. Any other status tells of a wrong address, of a login in between, or of an outage. */
const ofTheMessage: ReadonlySet<number | null> = new Set([400, 409, 413, 422])

function outcomeOf({ code, message, fieldErrors, status }: ClientError, apiUrl: string): Outcome {
  const why = `The API at ${apiUrl}: ${message}`
  if (code === 'UNANSWERED' || code === 'UNREADABLE' || code === 'INTERCEPTED') return { is: 'put off', why }
  // A body that came too slowly is told by the same code, but without a field.
  const isItsFault = ofTheMessage.has(status) && (code !== 'INVALID_REQUEST' || fieldErrors.length > 0)
  return isItsFault ? refused(code, message) : { is: 'put off', why }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function isJson(value: Buffer): boolean {
  try {
    JSON.parse(utf8.decode(value))
    return true
  } catch {
    return false
  }
}

const headerName = 'idempotency-key'

/**
 * The header; or else the key, which counts within its topic; or else the place, with its time, because a topic that is
 * made anew begins with the same places again. Null where the header cannot be one.
 */
export function idempotencyKeyOf({ topic, partition, message }: Placed): string | null {
  const { headers, key, offset, timestamp } = message
  const given = headers && headerText(headers)
  if (given !== undefined) return idempotencyKey.safeParse(given).success ? given : null
  if (key !== null) return `kafka-key-${sha256(topic, key)}`
  return `kafka-place-${sha256(topic, `${partition}/${offset}/${timestamp}`)}`
}

/** Of several with this name the first one counts. */
function headerText(headers: IHeaders): string | undefined {
  const name = Object.keys(headers).find((each) => each.toLowerCase() === headerName)
  const value = name === undefined ? undefined : headers[name]
  return (Array.isArray(value) ? value[0] : value)?.toString()
}

function sha256(topic: string, rest: Buffer | string): string {
  return createHash('sha256').update(`${topic}\n`).update(rest).digest('hex')
}
