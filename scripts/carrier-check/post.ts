/** Sends a signed request to the carrier, the way the worker does. */
import { setTimeout as pause } from 'node:timers/promises'
import { excerptOf } from '@/lib/carrier/excerpt'
import { rejected } from '@/lib/carrier/hand-over'
import { type Outcome, post as postOnce, type Request } from '@/lib/carrier/post'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { attemptWords } from '@/lib/packet/words'

export type SignedRequest = Request

export type Answer =
  | {
      kind: 'answered'
      status: number
      ms: number
      text: string
      /** "it answered 503", as an operator reads it. */
      words: string
      isWhole: boolean
      interim: number[]
    }
  /** `timedOut`: the connection stood, and nothing was said. */
  | { kind: 'unanswered'; reason: string; neverConnected: boolean; timedOut: boolean }

const mostTries = 4
const leastPauseMs = 250
const longestPauseMs = 10_000

/** A carrier that asks for a pause is given one, and a connection that broke is tried again, as Waybill would. */
export async function post(request: SignedRequest, limitMs: number, signal: AbortSignal): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await postOnce(request, { limitMs, stop: signal })
    signal.throwIfAborted()
    const againInMs = pauseAfter(outcome)
    if (againInMs === null || tries === mostTries) return answerOf(outcome, request.url)
    await pause(againInMs, undefined, { signal })
  }
}

function answerOf(outcome: Outcome, url: string): Answer {
  if (outcome.is === 'unanswered') {
    const { reason, mayHaveArrived, isOverLimit } = outcome
    const timedOut = isOverLimit && mayHaveArrived
    return { kind: 'unanswered', reason: attemptWords(reason), neverConnected: !mayHaveArrived, timedOut }
  }
  const { status, latencyMs: ms, headers, isWhole, interim } = outcome
  const words = attemptWords(rejected(status, headers.location, url))
  return { kind: 'answered', status, ms, text: excerptOf(outcome.text, []), words, isWhole, interim }
}

/** Pause before the same may be sent again; null when the answer stands. */
function pauseAfter(outcome: Outcome): number | null {
  if (outcome.is === 'unanswered') {
    return outcome.isOverLimit || !outcome.mayHaveArrived ? null : leastPauseMs
  }
  if (outcome.status !== 429) return null
  const askedMs = retryAfterMs(outcome.headers['retry-after'] ?? null, Date.now()) ?? 0
  return Math.min(Math.max(askedMs, leastPauseMs), longestPauseMs)
}
