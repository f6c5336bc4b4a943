// Waiting until something holds, or until a part answers over HTTP.
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { withinLimit } from '@/lib/contract/time-limit'

interface Waiting {
  /** Total time limit in milliseconds. */
  limitMs: number
  everyMs?: number
  signal?: AbortSignal | undefined
}

/**
 * Polls until the answer is neither null nor false.
 * @returns null when the time is over
 * @throws the signal's reason when it is aborted
 */
export async function waitUntil<T extends NonNullable<unknown>>(
  ask: () => Promise<T | null | false>,
  { limitMs, everyMs = 50, signal }: Waiting,
): Promise<T | null> {
  // Measured by the monotonic clock.
  const end = performance.now() + limitMs
  for (;;) {
    signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== null && answer !== false) return answer
    if (performance.now() + everyMs > end) return null
    await pause(everyMs)
  }
}

const ANSWER_LIMIT_MS = 2000

interface Answer {
  status: number
  body: string
}

/** Asks without keep-alive, because the part would wait for an open connection when it stops. */
function ask(url: string): Promise<Answer> {
  const answered = (signal: AbortSignal) =>
    new Promise<Answer>((done, fail) => {
      const request = get(url, { agent: false, signal }, (response) => {
        text(response).then((body) => done({ status: response.statusCode ?? 0, body }), fail)
      })
      request.on('error', fail)
    })
  return withinLimit(ANSWER_LIMIT_MS, undefined, answered)
}

/** True once the address answers with a 2xx; false when it does not within the limit. */
export async function waitForHttp(url: string, waiting: Waiting): Promise<boolean> {
  const answered = await waitUntil(async () => {
    const answer = await ask(url).catch(() => null)
    return answer !== null && answer.status >= 200 && answer.status < 300
  }, waiting)
  return answered === true
}

/** The answer of an address, shortened for a message. */
export async function saidBy(url: string): Promise<string> {
  try {
    const { status, body } = await ask(url)
    return `It answers ${status}: ${body.slice(0, 500)}`
  } catch {
    return 'It does not answer.'
  }
}
