/** Submits a message to the API, as any client does. Only the API decides what is accepted, refused or repeated. */
import { createHash } from 'node:crypto'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import { z } from 'zod'
import { ClientError, errorOf } from '@/lib/client/client-error'
import { packetId } from '@/lib/contract/fields'
import { apiPath, buildHeader } from '@/lib/contract/paths'
import type { ProblemCode } from '@/lib/contract/problem'
import { idempotencyKey, maxSubmissionBytes } from '@/lib/contract/submission'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'

/** A message and its place in the topic. */
export interface Placed {
  topic: string
  partition: number
  message: KafkaMessage
}

export type Outcome =
  | { is: 'accepted' | 'repeated' }
  /** Final: another try would get the same answer. */
  | { is: 'refused'; code: ProblemCode; words: string }
  /** Not final: it may be accepted later. */
  | { is: 'put off'; why: string }

const limitMs = 15_000

/** A single try, of at most 15 s. */
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
  // Another program at this address must not make messages look accepted.
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

/**
 * Statuses about the request's contents. Any other status means a wrong address, a login page in between, or an outage.
 */
const ofTheMessage: ReadonlySet<number | null> = new Set([400, 409, 413, 422])

function outcomeOf({ code, message, fieldErrors, status }: ClientError, apiUrl: string): Outcome {
  const why = `The API at ${apiUrl}: ${message}`
  if (code === 'UNANSWERED' || code === 'UNREADABLE' || code === 'INTERCEPTED') return { is: 'put off', why }
  // A body that arrived too slowly is answered with the same code, but without a field.
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
 * The key is the header if there is one, else the message's key together with its topic, else its place with its time,
 * because a topic that is created anew starts with the same places again. Null if the header is invalid.
 */
export function idempotencyKeyOf({ topic, partition, message }: Placed): string | null {
  const { headers, key, offset, timestamp } = message
  const given = headers && headerText(headers)
  if (given !== undefined) return idempotencyKey.safeParse(given).success ? given : null
  if (key !== null) return `kafka-key-${sha256(topic, key)}`
  return `kafka-place-${sha256(topic, `${partition}/${offset}/${timestamp}`)}`
}

/** If several headers have this name, the first one counts. */
function headerText(headers: IHeaders): string | undefined {
  const name = Object.keys(headers).find((each) => each.toLowerCase() === headerName)
  const value = name === undefined ? undefined : headers[name]
  return (Array.isArray(value) ? value[0] : value)?.toString()
}

function sha256(topic: string, rest: Buffer | string): string {
  return createHash('sha256').update(`${topic}\n`).update(rest).digest('hex')
}
