/** One try to send a notification: signed, only to allowed addresses, and without following redirects. */
import http from 'node:http'
import https from 'node:https'
import { type Connections, type Outcome, post } from '@/lib/carrier/post'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { signMessage } from '@/lib/carrier/signature'
import type { NotificationTry } from '@/lib/contract/notification'
import { attemptWords } from '@/lib/packet/words'
import { type AllowedRanges, addressFault, guardedLookup, type Resolve, refusedCode } from './address'

/** The status of the answer must arrive within this time. */
const limitMs = 10_000
const idleMs = 4_000
const userAgent = 'Waybill-Notifications/0.1'

export interface Message {
  url: string
  /** The `webhook-id` of the notification. */
  id: string
  /** JSON. */
  body: string
  /** Each secret signs the message. There are several while a secret is being rotated. */
  secrets: readonly string[]
}

export type Told = Omit<NotificationTry, 'at'> & {
  /** Milliseconds that the receiver asks for until the next try. */
  retryAfterMs: number | null
  /** The receiver says that it is gone for good (410). */
  isGone: boolean
}

/**
 * Has connections of its own: a connection kept open to a carrier may lead to an address where notifications must not
 * go.
 */
export class Notifier {
  readonly #connections: Connections

  /** @param resolve for tests, which cannot use DNS */
  constructor(
    private readonly allowed: AllowedRanges,
    resolve?: Resolve,
  ) {
    const kept = { keepAlive: true, timeout: idleMs }
    this.#connections = {
      http: new http.Agent(kept),
      https: new https.Agent(kept),
      lookup: guardedLookup(allowed, resolve),
    }
  }

  /** Never rejects: a failure is in the result. */
  async post(message: Message, stop?: AbortSignal): Promise<Told> {
    const fault = addressFault(message.url, this.allowed)
    if (fault !== null) return failed(fault)
    const request = { url: message.url, headers: headersOf(message), body: message.body }
    const limits = { limitMs, stop, connections: this.#connections }
    const first = await post(request, limits)
    // The receiver may close a kept-alive connection just as it is reused. That says nothing about the receiver.
    const isStale = first.is === 'unanswered' && first.isStale
    return toldBy(isStale ? await post(request, { ...limits, fresh: true }) : first)
  }
}

function headersOf({ id, body, secrets }: Message): Record<string, string> {
  const at = new Date()
  const [signed = {}, ...others] = secrets.map((secret) => signMessage({ id, at, body, secret }))
  const signatures = [signed, ...others].map((each) => each['webhook-signature'])
  return {
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...signed,
    'webhook-signature': signatures.join(' '),
  }
}

function toldBy(outcome: Outcome): Told {
  if (outcome.is === 'unanswered') {
    const { reason } = outcome
    const isRefused = reason.errno === refusedCode
    return failed(isRefused ? 'Its host name leads to an address that is not public.' : attemptWords(reason))
  }
  const { status, latencyMs, headers } = outcome
  const ok = status >= 200 && status < 300
  return {
    ok,
    status,
    latencyMs,
    reason: ok ? null : statusWords(status),
    retryAfterMs: ok ? null : retryAfterMs(headers['retry-after'] ?? null, Date.now()),
    isGone: status === 410,
  }
}

function failed(reason: string): Told {
  return { ok: false, status: null, latencyMs: null, reason, retryAfterMs: null, isGone: false }
}

function statusWords(status: number): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`
  return status === 410 ? 'answered 410: it is gone for good' : `answered ${status}`
}
