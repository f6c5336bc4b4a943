/**
 * Server-sent events with automatic reconnection. Uses `fetch` instead of `EventSource`, which hides heartbeats,
 * status codes and the reason of a refusal.
 *
 * A stream counts as live only once it has brought an event, since a proxy in between may answer with a page of its
 * own, or buffer everything. If a stream cannot be followed, its state is polled instead, so that it stays true.
 */
import { createParser } from 'eventsource-parser'
import { builtPublicPath } from '@/lib/contract/paths'
import { noteHeaders, serverNow } from './answer-headers'
import {
  ClientError,
  errorOf,
  interception,
  isIntercepted,
  isRedirect,
  isRefusal,
  mediaTypeOf,
} from './client-error'
import type { LinkState } from './link-state'
import { redirectMode } from './request'

/** When the server was last heard, in milliseconds since the epoch. Kept when a stream is closed and opened again. */
export interface Hearing {
  at: number
}

export interface EventStreamOptions {
  path: string
  hearing?: Hearing
  onEvent: (name: string, json: string) => void
  onState: (state: LinkState) => void
  /** Reads the present state by ordinary requests, as the events that the stream would begin with. */
  read?: (signal: AbortSignal) => Promise<[name: string, value: unknown][]>
  /** Keeps no connection open and only polls, often enough to count as live. */
  readOnly?: boolean
}

/** Without an event for this long, something is wrong: the server sends one at once, even during an outage. */
const firstEventMs = 10_000
/** Silence for this long means a dead connection: heartbeats are at most 15 s apart. */
const silenceMs = 20_000
/** Data that comes later than this shows that no proxy holds the stream back. */
const beginningMs = 5_000
/** A timer that is this late means that the machine slept, so the connection is dead too. */
const sleptMs = 10_000
const watchMs = 1_000

const firstWaitMs = 300
const longestWaitMs = 8_000
const triesBeforeStale = 3
/** Wait after an interception: a person has to sign in first. */
const calmWaitMs = 10_000

const pollMs = 10_000
/** After this time of polling, the stream is tried again: a proxy may have been changed. */
const pollForMs = 300_000
const readOnlyMs = 2_000

const instead = `this page refreshes every ${pollMs / 1000} s instead.`
const heldBack = `A proxy between here and Waybill holds back live updates; ${instead}`
const tooMany = `Waybill has reached its limit of live views; ${instead}`

/** Listens until the returned function is called, `end` arrives or the server says that there is nothing to follow. */
export function openEventStream(options: EventStreamOptions): () => void {
  const stop = new AbortController()
  void keepListening(options, stop.signal)
  return () => stop.abort()
}

/** How one connection ended. */
type Outcome = 'ended' | 'refused' | Loss

interface Loss {
  why: string
  /** An event had come over this connection. */
  wasLive?: boolean
  /** Why the stream cannot be followed, though its state may be polled. */
  readInstead?: string
  intercepted?: boolean
}

interface Link {
  hearing: Hearing
  /** Number of consecutive connections that failed, or broke soon. */
  failures: number
  lastEventId: string | null
  /** When a connection last fell silent. */
  silentAt: number
}

async function keepListening(options: EventStreamOptions, stopped: AbortSignal): Promise<void> {
  const hearing = options.hearing ?? { at: serverNow() }
  const link: Link = { hearing, failures: 0, lastEventId: null, silentAt: Number.NEGATIVE_INFINITY }
  while (!stopped.aborted) {
    const outcome = await (options.readOnly
      ? readOnly(options, stopped, link)
      : follow(options, stopped, link))
    if (stopped.aborted) return
    if (outcome === 'ended' || outcome === 'refused') return options.onState({ is: outcome })
    if (outcome === null) continue
    link.failures += 1
    options.onState(stateAfter(outcome, link))
    await pause(outcome.intercepted ? calmWaitMs : waitMs(link.failures), stopped)
  }
}

function stateAfter({ why, wasLive, intercepted }: Loss, { failures, hearing }: Link): LinkState {
  if (intercepted) return { is: 'intercepted', since: hearing.at, why }
  return wasLive || failures < triesBeforeStale
    ? { is: 'reconnecting' }
    : { is: 'stale', since: hearing.at, why }
}

/** Follows the stream, or polls for some minutes if it cannot be followed. Null: it is time to try the stream again. */
async function follow(
  options: EventStreamOptions,
  stopped: AbortSignal,
  link: Link,
): Promise<Outcome | null> {
  const outcome = await listenOnce(options, stopped, link)
  if (typeof outcome === 'string' || outcome.readInstead === undefined || !options.read) return outcome
  const state: LinkState = { is: 'polling', why: outcome.readInstead }
  return readRepeatedly(options, stopped, link, { state, everyMs: pollMs, forMs: pollForMs })
}

function readOnly(options: EventStreamOptions, stopped: AbortSignal, link: Link): Promise<Outcome | null> {
  return readRepeatedly(options, stopped, link, {
    state: { is: 'live' },
    everyMs: readOnlyMs,
    forMs: Number.POSITIVE_INFINITY,
  })
}

async function readRepeatedly(
  { read = async () => [], onEvent, onState }: EventStreamOptions,
  stopped: AbortSignal,
  link: Link,
  { state, everyMs, forMs }: { state: LinkState; everyMs: number; forMs: number },
): Promise<Outcome | null> {
  const until = Date.now() + forMs
  do {
    try {
      const events = await read(stopped)
      if (stopped.aborted) return null
      for (const [name, value] of events) onEvent(name, JSON.stringify(value))
    } catch (error) {
      return outcomeOf(error)
    }
    link.hearing.at = serverNow()
    link.failures = 0
    onState(state)
    await pause(everyMs, stopped)
  } while (!stopped.aborted && Date.now() < until)
  return null
}

async function listenOnce(options: EventStreamOptions, stopped: AbortSignal, link: Link): Promise<Outcome> {
  const attempt = new AbortController()
  const signal = AbortSignal.any([stopped, attempt.signal])
  const watch = new Watch(() => attempt.abort())
  const heard = (eventId?: string) => {
    link.lastEventId = eventId ?? link.lastEventId
    link.hearing.at = serverNow()
    watch.heard()
  }
  const tell = (name: string, json: string) => {
    if (!watch.live) options.onState({ is: 'live' })
    watch.live = true
    options.onEvent(name, json)
  }
  try {
    const body = await connect(options.path, link.lastEventId, signal)
    if (body === 'ended') return 'ended'
    if (await readAll(body, heard, tell)) return 'ended'
    return { why: 'The server closed the connection.', wasLive: watch.live }
  } catch (error) {
    return error instanceof ClientError ? outcomeOf(error) : { ...watch.lossOf(link), wasLive: watch.live }
  } finally {
    // A stream that breaks soon after its first event still counts as a failure, so that its back-off goes on.
    if (watch.live && watch.lasted) link.failures = 0
    watch.stop()
    attempt.abort()
  }
}

/** Ends a connection that has fallen silent, and distinguishes a stream that is held back from a lost connection. */
class Watch {
  /** An event has come. */
  live = false
  /** Data came after the beginning. */
  lasted = false
  readonly #startedAt = Date.now()
  readonly #timer = setInterval(() => this.#look(), watchMs)
  readonly #onSilence: () => void
  #heardAt = Date.now()
  #lookedAt = Date.now()
  #silent = false

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence
  }

  heard(): void {
    this.#heardAt = Date.now()
    if (this.#heardAt - this.#startedAt > beginningMs) this.lasted = true
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  lossOf(link: Link): Loss {
    if (!this.#silent) return { why: 'The connection was lost.' }
    const again = Date.now() - link.silentAt < 6 * silenceMs
    link.silentAt = Date.now()
    const why = 'No data arrived over the live connection.'
    return this.lasted && !again ? { why } : { why, readInstead: heldBack }
  }

  #look(): void {
    const now = Date.now()
    const slept = Math.abs(now - this.#lookedAt) > sleptMs
    this.#lookedAt = now
    this.#silent = this.live ? now - this.#heardAt > silenceMs : now - this.#startedAt > firstEventMs
    if (slept) this.#silent = false
    if (slept || this.#silent) this.#onSilence()
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ClientError)) return { why: 'The answer could not be understood.' }
  const why = error.message
  if (isIntercepted(error)) return { why, intercepted: true }
  if (error.status === 404) return 'ended'
  if (isRefusal(error)) return 'refused'
  return error.code === 'TOO_MANY_VIEWERS' ? { why, readInstead: tooMany } : { why }
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
  const address = path.startsWith('/') ? `${builtPublicPath}${path}` : path
  const response = await fetch(address, { headers, cache: 'no-store', redirect: redirectMode(path), signal })
  if (response.status === 204) return 'ended'
  if (isRedirect(response)) throw interception(response)
  if (!response.ok) throw await errorOf(response)
  if (response.body === null || mediaTypeOf(response) !== 'text/event-stream') throw interception(response)
  noteHeaders(response.headers)
  return response.body
}

/** Far above the largest list. Bounds the memory of a page that is open for weeks if data never completes an event. */
const mostBuffered = 16 * 1024 * 1024

/** Reads the stream to its end. True if it said that nothing more will come, false if it broke off. */
async function readAll(
  body: ReadableStream<Uint8Array>,
  heard: (eventId?: string) => void,
  tell: (name: string, json: string) => void,
): Promise<boolean> {
  let ended = false
  const parser = createParser({
    maxBufferSize: mostBuffered,
    onEvent: (event) => {
      heard(event.id)
      if (event.event === 'end') ended = true
      else tell(event.event ?? 'message', event.data)
    },
  })
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return false
    heard()
    parser.feed(decoder.decode(value, { stream: true }))
    if (ended) return true
  }
}

/** Exponential back-off; the random part keeps many browsers from reconnecting at the same moment. */
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
    // The command line has no `online` event.
    globalThis.addEventListener?.('online', wake)
    stopped.addEventListener('abort', wake)
  })
}
