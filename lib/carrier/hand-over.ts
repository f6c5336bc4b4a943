/** Our side of the hand-over: post the signed packet to a provider and tell what its answer means. */
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { ProviderAnswer } from '@/lib/packet/events'
import type { Rejected } from '@/lib/packet/reason'
import { cut } from '@/lib/packet/text'
import { excerptOf } from './excerpt'
import { type Limits, postSigned } from './post'
import { retryAfterMs } from './retry-after'

export interface HandOverTarget {
  url: string
  /** The newest of the provider's hand-over secrets. */
  secret: string
}

export interface HandOverResult {
  answer: ProviderAnswer
  /** First characters of the answer's body. */
  excerpt: string
  /** Milliseconds for which the provider asks not to be tried again; null when it does not. */
  retryAfterMs: number | null
  /** It broke off on a kept connection: no fault of the provider's, so that it may leave again at once. */
  isStale: boolean
}

/**
 * Hands the packet over once. A provider that cannot be reached is an answer, not an exception.
 * `webhookId` must be the same whenever the same attempt is handed over again.
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

/** A gateway's 502 or 504 says that the provider's own answer was lost. */
const answersLost: readonly number[] = [502, 504]

function judge(status: number, latencyMs: number, location: string | undefined, url: string): ProviderAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted', status, latencyMs }
  const reason = { code: 'ERROR_STATUS', status } as const
  // An interim status is no answer.
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

/** Of a redirect also where to, since the provider's address is to be corrected to that. */
export function rejected(status: number, location: string | undefined, url: string): Rejected {
  const redirect = status >= 300 && status < 400 && location ? addressWithoutSecrets(location, url) : null
  return { code: 'REJECTED', status, redirect }
}

const longestTarget = 100

/** Of an address that a provider names: no login, no query, nothing that looks like a token. Null when it is none. */
function addressWithoutSecrets(location: string, base: string): string | null {
  if (!URL.canParse(location, base)) return null
  const { protocol, host, pathname } = new URL(location, base)
  const path = pathname.replace(/[^/]{40,}/g, '[removed]')
  return cut(`${protocol}//${host}${path}`, longestTarget)
}
