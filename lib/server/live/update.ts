/** Server-sent events, each encoded once for all its viewers. */
import 'server-only'
import type { streamEvents } from '@/lib/contract/streams'

export type EventName = keyof typeof streamEvents

export interface Update {
  event: EventName
  bytes: Uint8Array
  /** The complete current state, for a viewer that missed an earlier update. */
  whole: () => Uint8Array
}

const encoder = new TextEncoder()

/** JSON has no raw line breaks, so one data line holds it. */
export function encodeEvent(event: EventName, value: unknown, id?: string): Uint8Array {
  const idLine = id === undefined ? '' : `id: ${id}\n`
  return encoder.encode(`event: ${event}\n${idLine}data: ${JSON.stringify(value)}\n\n`)
}

/** An update that is complete in itself. */
export function completeUpdate(event: EventName, value: unknown, id?: string): Update {
  const bytes = encodeEvent(event, value, id)
  return { event, bytes, whole: () => bytes }
}

/** An update that contains only the changes. */
export function changeUpdate(event: EventName, change: unknown, whole: () => unknown): Update {
  let encoded: Uint8Array | null = null
  return {
    event,
    bytes: encodeEvent(event, change),
    whole: () => {
      encoded ??= encodeEvent(event, whole())
      return encoded
    },
  }
}

/** Keeps the connection open, and lets each side notice that the other is gone. */
export const heartbeat = encoder.encode(': \n\n')

/** How long an EventSource waits before it reconnects, in milliseconds. */
export const opening = encoder.encode('retry: 2000\n\n')
