/**
 * Server-sent events that come back by themselves. `fetch` instead of `EventSource`, because that one hides
 * heartbeats, status codes and the reason of a refusal.
 */
import { createParser } from 'eventsource-parser'
import { ClientError, errorOf, isRefusal } from './client-error'
import { noteServerDate, serverNow } from './server-clock'

export type LinkState =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  | { readonly is: 'reconnecting' }
  /** Several tries failed; what is shown is as old as this, in milliseconds since the epoch. `why` null: told elsewhere. */
  | { readonly is: 'stale'; readonly since: number; readonly why: string | null }
  /** What is asked for cannot be had, and asking again would not change that. */
  | { readonly is: 'refused' }
  /** Nothing more will come. */
  | { readonly is: 'ended' }

/** When the server was last heard, in milliseconds since the epoch. Outlives a stream that is closed meanwhile. */
export interface Hearing {
  at: number
}

export interface EventStreamOptions {
  path: string
  hearing?: Hearing
  onEvent: (name: string, json: string) => void
  onState: (state: LinkState) => void
}

/** Heartbeats come every 15 s at most. */
const silenceMs = 25_000
const firstWaitMs = 300
const longestWaitMs = 8_000
const triesBeforeStale = 3

/** Listens until the returned function is called, `end` arrives or the server says there is nothing to hear. */
export function openEventStream(options: EventStreamOptions): () => void {
  const stop = new AbortController()
  void keepListening(options, stop.signal)
  return () => stop.abort()
}

async function keepListening(options: EventStreamOptions, stopped: AbortSignal): Promise<void> {
  const hearing = options.hearing ?? { at: serverNow() }
  const link: Link = { hearing, failures: 0, lastEventId: null }
  while (!stopped.aborted) {
    const outcome = await listenOnce(options, stopped, link)
    if (stopped.aborted) return
    if (outcome === 'ended' || outcome === 'refused') return options.onState({ is: outcome })
    link.failures += 1
    const stale = link.failures >= triesBeforeStale
    options.onState(stale ? { is: 'stale', since: hearing.at, why: outcome.message } : { is: 'reconnecting' })
    await pause(waitMs(link.failures), stopped)
  }
}

interface Link {
  hearing: Hearing
  failures: number
  lastEventId: string | null
}

async function listenOnce(
  options: EventStreamOptions,
  stopped: AbortSignal,
  link: Link,
): Promise<'ended' | 'refused' | Error> {
  const attempt = new AbortController()
  const signal = AbortSignal.any([stopped, attempt.signal])
  let watchdog = setTimeout(() => attempt.abort(), silenceMs)
  const heard = (eventId?: string) => {
    link.lastEventId = eventId ?? link.lastEventId
    clearTimeout(watchdog)
    watchdog = setTimeout(() => attempt.abort(), silenceMs)
    link.hearing.at = serverNow()
  }
  try {
    const body = await connect(options.path, link.lastEventId, signal)
    if (body === 'ended') return 'ended'
    link.failures = 0
    options.onState({ is: 'live' })
    return await readAll(body, options, heard)
  } catch (error) {
    if (!(error instanceof ClientError)) return new Error('The connection was lost.')
    if (error.status === 404) return 'ended'
    return isRefusal(error) ? 'refused' : error
  } finally {
    clearTimeout(watchdog)
    attempt.abort()
  }
}

async function connect(
  path: string,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | 'ended'> {
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId !== null && { 'last-event-id': lastEventId }),
  }
  const response = await fetch(path, { headers, cache: 'no-store', signal })
  if (response.status === 204) return 'ended'
  if (!response.ok || response.body === null) throw await errorOf(response)
  noteServerDate(response.headers.get('date'))
  return response.body
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  options: EventStreamOptions,
  heard: (eventId?: string) => void,
): Promise<'ended' | Error> {
  let ended = false
  const parser = createParser({
    onEvent: (event) => {
      heard(event.id)
      if (event.event === 'end') ended = true
      else options.onEvent(event.event ?? 'message', event.data)
    },
  })
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Error('The server closed the connection.')
    heard()
    parser.feed(decoder.decode(value, { stream: true }))
    if (ended) return 'ended'
  }
}

/** Doubles from try to try; the random part keeps many browsers from coming back at the same moment. */
function waitMs(failures: number): number {
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1))
  return full * (0.75 + Math.random() / 2)
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', wake)
      stopped.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    // The command line has no such event.
    globalThis.addEventListener?.('online', wake)
    stopped.addEventListener('abort', wake)
  })
}
