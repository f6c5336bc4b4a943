/**
 * History events as readable JSON. Contents, tokens and secrets are removed by field name, in every kind of event.
 * Bytes that are not text are shown only as their number.
 */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import proto, { type temporal as api } from '@temporalio/proto'
import type { HistoryEvent } from '@/lib/contract/packet'
import { base64Bytes } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import { millis } from './describe'

const { HistoryEvent: Message } = proto.temporal.api.history.v1

const maxText = 4000

export function decodeEvent(event: api.api.history.v1.IHistoryEvent): HistoryEvent {
  const plain = Message.toObject(Message.fromObject(event), { enums: String, longs: Number })
  const attributes = Object.entries(plain).find(([name]) => name.endsWith('EventAttributes'))?.[1]
  const shown = readable(attributes ?? {}, '')
  const summary = readable(plain.userMetadata?.summary, 'summary')
  return {
    id: Number(event.eventId ?? 0),
    time: new Date(millis(event.eventTime) ?? 0).toISOString(),
    type: typeName(String(plain.eventType ?? '')),
    attributes: { ...(isObject(shown) && shown), ...(typeof summary === 'string' && { summary }) },
  }
}

/** EVENT_TYPE_TIMER_STARTED → TimerStarted */
function typeName(name: string): string {
  const words = name
    .replace(/^EVENT_TYPE_/, '')
    .toLowerCase()
    .split('_')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function readable(value: unknown, name: string): unknown {
  if (isSecret(name)) return '[removed]'
  if (typeof value === 'string') return readableText(value, name)
  if (value instanceof Uint8Array) return `[${value.length} bytes]`
  if (Array.isArray(value)) return value.map((each) => readable(each, name))
  if (!isObject(value)) return value
  if (isPayload(value)) return readable(decodePayload(value), name)
  if (Array.isArray(value.payloads)) return readable(value.payloads, name)
  if (isTime(value)) return readableTime(value, name)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each, key)]))
}

function isSecret(name: string): boolean {
  return /token|secret|password|authorization|signature/i.test(name)
}

function readableText(text: string, name: string): string {
  if (name === 'contents') return `[${base64Bytes(text)} bytes, see contents]`
  return text.length <= maxText ? text : `${text.slice(0, maxText)}… [${text.length} characters]`
}

interface PayloadLike {
  metadata: Record<string, Uint8Array>
  data?: Uint8Array
}

function isPayload(value: object): value is PayloadLike {
  return 'metadata' in value && isObject(value.metadata) && value.metadata.encoding instanceof Uint8Array
}

function decodePayload(payload: PayloadLike): unknown {
  try {
    return defaultPayloadConverter.fromPayload(payload)
  } catch {
    return payload.data ?? null
  }
}

interface TimeLike {
  seconds?: number
  nanos?: number
}

function isTime(value: object): value is TimeLike {
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => key === 'seconds' || key === 'nanos')
}

/** Timestamps and durations have the same shape; their names distinguish them. */
function readableTime({ seconds = 0, nanos = 0 }: TimeLike, name: string): string {
  const ms = seconds * 1000 + nanos / 1e6
  return /time$/i.test(name) ? new Date(ms).toISOString() : formatDuration(ms)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
