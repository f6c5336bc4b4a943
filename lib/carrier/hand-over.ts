/** Our side of the hand-over: post the signed packet to a provider and tell what its answer means. */
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { HandOverAnswer } from '@/lib/packet/events'
import { readExcerpt } from './excerpt'
import { describeFailure } from './failure'
import { postSigned } from './post-signed'
import { retryAfterMs } from './retry-after'

export interface HandOverTarget {
  url: string
  /** The newest of the provider's hand-over secrets. */
  secret: string
}

export interface HandOverResult {
  answer: HandOverAnswer
  /** First characters of the answer's body. */
  excerpt: string
  /** Milliseconds for which the provider asks not to be tried again; null when it does not. */
  retryAfterMs: number | null
}

/**
 * Hands the packet over once. A provider that cannot be reached is an answer, not an exception.
 * `webhookId` must be the same whenever the same attempt is handed over again.
 */
export async function handOver(
  target: HandOverTarget,
  webhookId: string,
  message: HandOverMessage,
  signal: AbortSignal,
): Promise<HandOverResult> {
  const body = JSON.stringify(message)
  const started = performance.now()
  const posted = postSigned({ ...target, id: webhookId, body, userAgent: 'waybill' }, signal)
  try {
    const response = await posted
    const latencyMs = Math.round(performance.now() - started)
    const excerpt = await readExcerpt(response, privateTexts(message))
    const answer = judge(response.status, latencyMs)
    return { answer, excerpt, retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()) }
  } catch (error) {
    const failure = describeFailure(error)
    const answer = { kind: 'unreachable', status: null, latencyMs: null, ...failure } as const
    return { answer, excerpt: '', retryAfterMs: null }
  }
}

function privateTexts(message: HandOverMessage): string[] {
  return [message.token, message.contents, Buffer.from(message.contents, 'base64').toString('utf8')]
}

/** A gateway's 502 or 504 says that the provider's own answer was lost. */
const answersLost: readonly number[] = [502, 504]

function judge(status: number, latencyMs: number): HandOverAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted', status, latencyMs }
  const reason = `it answered ${status}`
  if (status >= 500 || status === 429) {
    const mayHaveArrived = answersLost.includes(status)
    return { kind: 'unreachable', status, latencyMs, reason, mayHaveArrived }
  }
  return { kind: 'rejected', status, latencyMs, reason }
}
