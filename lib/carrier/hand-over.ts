/** The sending side of a hand-over and a recall: posts a signed message to a provider and interprets the answer. */
import { type HandOverMessage, type RecallMessage, recallAnswer } from '@/lib/contract/carrier'
import type { RecallEvidence } from '@/lib/contract/workflows'
import type { ProviderAnswer } from '@/lib/packet/events'
import type { Rejected } from '@/lib/packet/reason'
import { cut } from '@/lib/packet/text'
import { attemptWords } from '@/lib/packet/words'
import { excerptOf } from './excerpt'
import { type Limits, postSigned } from './post'
import { retryAfterMs } from './retry-after'

export interface HandOverTarget {
  url: string
  /** The newest of the provider's hand-over secrets. */
  secret: string
  /** W3C context of the trace that the hand-over belongs to. */
  traceparent?: string | undefined
}

export interface HandOverResult {
  answer: ProviderAnswer
  /** First characters of the answer's body. */
  excerpt: string
  /** Milliseconds for which the provider asks for a pause; null if it does not. */
  retryAfterMs: number | null
  /** The hand-over failed on a reused connection. That is no fault of the provider, so it may be sent again at once. */
  isStale: boolean
}

/**
 * Hands the packet over once. Resolves with an answer even if the provider cannot be reached. `webhookId` must be the
 * same whenever the same attempt is handed over again.
 */
export async function handOver(
  target: HandOverTarget,
  webhookId: string,
  message: HandOverMessage,
  limits: Limits,
): Promise<HandOverResult> {
  const body = JSON.stringify(message)
  const outcome = await postSigned({ ...target, id: webhookId, body, userAgent: 'waybill' }, limits)
  if (outcome.is === 'unanswered') {
    const { reason, mayHaveArrived, isStale } = outcome
    const answer = { kind: 'unreachable', status: null, latencyMs: null, reason, mayHaveArrived } as const
    return { answer, excerpt: '', retryAfterMs: null, isStale }
  }
  const { status, latencyMs, headers, text } = outcome
  return {
    answer: judge(status, latencyMs, headers.location, target.url),
    excerpt: excerptOf(text, privateTexts(message)),
    retryAfterMs: retryAfterMs(headers['retry-after'] ?? null, Date.now()),
    isStale: false,
  }
}

function privateTexts(message: HandOverMessage): string[] {
  return [message.token, message.contents, Buffer.from(message.contents, 'base64').toString('utf8')]
}

/** A 502 or 504 comes from a gateway: the provider may have taken the packet, but its own answer was lost. */
const answersLost: readonly number[] = [502, 504]

function judge(status: number, latencyMs: number, location: string | undefined, url: string): ProviderAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted', status, latencyMs }
  const reason = { code: 'ERROR_STATUS', status } as const
  // An interim status (1xx) is not a final answer.
  if (status < 200) return { kind: 'unreachable', status, latencyMs, reason, mayHaveArrived: true }
  if (status >= 500 || status === 429) {
    const mayHaveArrived = answersLost.includes(status)
    return { kind: 'unreachable', status, latencyMs, reason, mayHaveArrived }
  }
  return {
    kind: 'rejected',
    status,
    latencyMs,
    reason: rejected(status, location, url),
    mayHaveArrived: false,
  }
}

/** For a redirect, includes its target, which is what the provider's address should be corrected to. */
export function rejected(status: number, location: string | undefined, url: string): Rejected {
  const redirect = status >= 300 && status < 400 && location ? addressWithoutSecrets(location, url) : null
  return { code: 'REJECTED', status, redirect }
}

const longestTarget = 100

/** An address that a provider names, without login, query and anything like a token. Null if it is not an address. */
function addressWithoutSecrets(location: string, base: string): string | null {
  if (!URL.canParse(location, base)) return null
  const { protocol, host, pathname } = new URL(location, base)
  const path = pathname.replace(/[^/]{40,}/g, '[removed]')
  return cut(`${protocol}//${host}${path}`, longestTarget)
}

/**
 * Asks the provider once to recall, at `<provider url>/recall`. Only 200 with `recalled: true` counts as recalled.
 * `webhookId` must be the same whenever the same attempt is recalled again.
 */
export async function askRecall(
  target: HandOverTarget,
  webhookId: string,
  message: RecallMessage,
  limits: Limits,
): Promise<RecallEvidence> {
  const url = recallUrl(target.url)
  const body = JSON.stringify(message)
  const outcome = await postSigned({ ...target, url, id: webhookId, body, userAgent: 'waybill' }, limits)
  if (outcome.is === 'unanswered') return { result: 'FAILED', detail: attemptWords(outcome.reason) }
  const { status, headers, text } = outcome
  if (status === 200) return promiseIn(text)
  const isLost = status < 200 || status >= 500 || status === 429
  const detail = attemptWords(rejected(status, headers.location, url))
  return { result: isLost ? 'FAILED' : 'NOT_RECALLED', detail }
}

/** Appends to the path of the provider's address, and keeps its query. */
export function recallUrl(url: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/recall`
  return address.href
}

function promiseIn(text: string): RecallEvidence {
  const parsed = recallAnswer.safeParse(parseJson(text))
  if (!parsed.success) return { result: 'FAILED', detail: 'it answered 200, but not with {"recalled": …}' }
  return { result: parsed.data.recalled ? 'RECALLED' : 'NOT_RECALLED', detail: 'it answered 200' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
