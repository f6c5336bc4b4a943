/** Sends a signed request to the carrier, the way the worker does. */
import { setTimeout as pause } from 'node:timers/promises'
import { readExcerpt } from '@/lib/carrier/excerpt'
import { describeFailure } from '@/lib/carrier/failure'
import { retryAfterMs } from '@/lib/carrier/retry-after'

export interface SignedRequest {
  url: string
  headers: Record<string, string>
  body: string
}

export type Answer =
  | { kind: 'answered'; status: number; ms: number; text: string }
  /** `timedOut`: the connection stood, and nothing was said. */
  | { kind: 'unanswered'; reason: string; neverConnected: boolean; timedOut: boolean }

interface Tried {
  answer: Answer
  /** Pause before the same may be sent again; null when the answer stands. */
  againInMs: number | null
}

const mostTries = 4
const leastPauseMs = 250
const longestPauseMs = 10_000

/** A carrier that asks for a pause is given one, and a connection that broke is tried again, as Waybill would. */
export async function post(request: SignedRequest, limitMs: number, signal: AbortSignal): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const { answer, againInMs } = await postOnce(request, limitMs, signal)
    if (againInMs === null || tries === mostTries) return answer
    await pause(againInMs, undefined, { signal })
  }
}

async function postOnce(request: SignedRequest, limitMs: number, stop: AbortSignal): Promise<Tried> {
  const { url, headers, body } = request
  const limit = AbortSignal.timeout(limitMs)
  const signal = AbortSignal.any([limit, stop])
  const started = performance.now()
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    const ms = Math.round(performance.now() - started)
    const text = await readExcerpt(response, [])
    const againInMs = response.status === 429 ? pauseAskedFor(response) : null
    return { answer: { kind: 'answered', status: response.status, ms, text }, againInMs }
  } catch (error) {
    stop.throwIfAborted()
    const { reason, mayHaveArrived } = describeFailure(error)
    const timedOut = limit.aborted
    const answer: Answer = { kind: 'unanswered', reason, neverConnected: !mayHaveArrived, timedOut }
    return { answer, againInMs: timedOut || !mayHaveArrived ? null : leastPauseMs }
  }
}

function pauseAskedFor(response: Response): number {
  const askedMs = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? 0
  return Math.min(Math.max(askedMs, leastPauseMs), longestPauseMs)
}
